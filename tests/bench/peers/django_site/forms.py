"""The sheet's form, and the formset of its marks: one row a criterion, drawn by Django's widgets.

In two kinds: Django's own inline model formset, over marks with a key of one column; and a formset of model forms over
the book's own marks, which asks no query a row.
"""

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _

from tests.bench.peers.django_site.models import KeyedMark, Mark, Scoresheet


class SheetForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Scoresheet
        fields = ("strengths", "weaknesses", "remedies")
        widgets = {name: forms.Textarea(attrs={"rows": 4, "class": "textarea"}) for name in fields}


class MarkForm(forms.ModelForm):
    class Meta:
        model = Mark
        fields = ("applies", "given", "note")
        widgets = {
            "given": forms.NumberInput(attrs={"class": "input input--mark"}),
            "note": forms.Textarea(attrs={"rows": 2, "class": "textarea"}),
        }

    def __init__(self, *args, criterion, suggestions, **kwargs):
        super().__init__(*args, **kwargs)
        self.criterion, self.suggestions = criterion, suggestions
        field = self.fields["given"]
        if criterion.levels:
            self.fields["given"] = forms.TypedChoiceField(
                label=field.label, required=False, empty_value=None, coerce=field.to_python,
                choices=[(f"{points:f}", f"{points:f} – {words}") for points, words in criterion.levels],
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.initial["given"] = self._chosen()
        else:
            field.widget.attrs |= {"max": criterion.full, "step": criterion.step, "min": 0}

    def _chosen(self):
        stored = self.instance.given
        return next((f"{points:f}" for points, _words in self.criterion.levels if points == stored), "")

    def clean_given(self):
        given = self.cleaned_data["given"]
        if given is None:
            return None
        if not 0 <= given <= self.criterion.full:
            raise forms.ValidationError(_("Điểm phải từ 0 đến %(full)s."), params={"full": self.criterion.full})
        if given % self.criterion.step:
            raise forms.ValidationError(_("Điểm lẻ đến %(step)s."), params={"step": self.criterion.step})
        return given


class BaseMarkFormSet(BaseFormSet):
    """Rows in the order of the guidance."""

    def __init__(self, *args, rows, **kwargs):
        self.rows = rows
        super().__init__(*args, initial=[{}] * len(rows), prefix="marks", **kwargs)

    def get_form_kwargs(self, index):
        mark, criterion, suggestions = self.rows[index]
        return {"instance": mark, "criterion": criterion, "suggestions": suggestions}


class KeyedMarkForm(MarkForm):
    class Meta(MarkForm.Meta):
        model = KeyedMark


class BaseInlineMarkFormSet(forms.BaseInlineFormSet):
    def __init__(self, *args, rows, **kwargs):
        self.rows = {criterion.code: (criterion, suggestions) for _mark, criterion, suggestions in rows}
        super().__init__(*args, prefix="marks", **kwargs)

    def get_form_kwargs(self, index):
        criterion, suggestions = self.rows[self.get_queryset()[index].criterion]
        return {"criterion": criterion, "suggestions": suggestions}


MarkFormSet = formset_factory(MarkForm, formset=BaseMarkFormSet, extra=0, max_num=60)
InlineMarkFormSet = forms.inlineformset_factory(
    Scoresheet, KeyedMark, form=KeyedMarkForm, formset=BaseInlineMarkFormSet, extra=0, max_num=60, can_delete=False
)
