"""Forms of the agenda: an item, the order, a document, the sending."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField
from wtforms.validators import NumberRange, Optional

from tracker.agendas import words
from tracker.agendas.documents import Upload
from tracker.agendas.items import Given
from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.base.forms import Line, Paragraph, TrackerForm, Whole, options, required

LONGEST_ITEM = 600
NOT_LISTED = _l("Hãy chọn trong danh sách.")


def _id(value):
    return int(value) if value else None


class ItemForm(TrackerForm):
    title = Line(_l("Tên nội dung"), most=300, validators=[required(_l("Hãy ghi tên nội dung."))])
    kind = SelectField(_l("Loại"), choices=options(words.ITEM_KIND.items()), invalid_choice_message=NOT_LISTED)
    minutes = Whole(
        _l("Số phút"),
        validators=[Optional(), NumberRange(1, LONGEST_ITEM, _l("Hãy ghi số phút từ 1 đến 600."))],
    )
    presenter_id = SelectField(
        _l("Người trình bày"),
        coerce=_id,
        invalid_value_message=NOT_LISTED,
        invalid_choice_message=NOT_LISTED,
    )
    questions = Paragraph(
        _l("Gợi ý thảo luận"), most=3000, description=_l("Mỗi dòng một câu hỏi."), validators=[Optional()]
    )

    @classmethod
    def asking(cls, people):
        """The form, with these people to choose a presenter from."""
        form = cls()
        form.presenter_id.choices = options(
            [("", _l("Chưa phân công")), *((str(one.id), one.full_name) for one in people)]
        )
        return form

    def load(self, item):
        self.title.data, self.kind.data = item.title, item.kind.value
        self.minutes.data, self.presenter_id.data = item.minutes, item.presenter_id
        self.questions.data, self.version.data = item.questions, item.version

    @property
    def given(self):
        return Given(
            kind=ItemKind(self.kind.data),
            title=self.title.data,
            minutes=self.minutes.data,
            presenter_id=self.presenter_id.data,
            questions=self.questions.data or "",
        )


class OrderForm(TrackerForm):
    """One number an item: the place it should take."""

    @classmethod
    def asking(cls, items):
        fields = {f"place_{item.id}": _place(item, number) for number, item in enumerate(items, start=1)}
        form = type(cls.__name__, (cls,), fields)()
        form.items = items
        return form

    @property
    def wanted(self):
        given = {item.id: self[f"place_{item.id}"].data for item in self.items}
        return {one: place for one, place in given.items() if place is not None}


def _place(item, number):
    return Whole(item.title, default=number, validators=[Optional()])


class DocumentForm(TrackerForm):
    file = FileField(
        _l("Tệp"),
        description=_l("PDF, Word (docx), Excel (xlsx), ảnh JPG hoặc PNG."),
        validators=[FileRequired(_l("Hãy chọn một tệp."))],
    )
    kind = SelectField(
        _l("Loại tài liệu"),
        choices=options(pair for pair in words.DOCUMENT_KIND.items() if pair[0] is not DocumentKind.EVIDENCE),
        invalid_choice_message=NOT_LISTED,
    )
    item_id = SelectField(
        _l("Kèm nội dung"), coerce=_id, invalid_value_message=NOT_LISTED, invalid_choice_message=NOT_LISTED
    )

    @classmethod
    def asking(cls, items):
        """The form, with these items to attach to; none is the whole meeting."""
        form = cls()
        form.item_id.choices = options([("", _l("Cả kỳ họp")), *((str(item.id), item.title) for item in items)])
        return form

    def upload(self, limit):
        """The file, read one byte past the limit at most."""
        return Upload(self.file.data.filename or "", self.file.data.stream.read(limit + 1))

    @property
    def document_kind(self):
        return DocumentKind(self.kind.data)


class CirculateForm(TrackerForm):
    """``seen`` is the hash of the content on the page, so that nothing is sent unseen."""

    seen = HiddenField()
