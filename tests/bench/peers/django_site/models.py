"""The book's own tables, as they are; and which Django user is which person."""

from django.conf import settings
from django.db import models

from tests.bench.peers.django_site.fields import DocumentField, PointsField


class Person(models.Model):
    full_name = models.CharField(max_length=120)

    class Meta:
        managed = False
        db_table = "person"


class Seat(models.Model):
    """The person that a user is."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seat")
    person = models.ForeignKey(Person, models.CASCADE, db_constraint=False)


class Organisation(models.Model):
    name = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "organisation"


class Appointment(models.Model):
    person = models.ForeignKey(Person, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    office = models.CharField(max_length=40)
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        managed = False
        db_table = "appointment"


class GuidanceVersion(models.Model):
    code = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    document = DocumentField()

    class Meta:
        managed = False
        db_table = "guidance_version"


class Meeting(models.Model):
    cell = models.ForeignKey(Organisation, models.CASCADE)
    kind = models.CharField(max_length=40)
    year = models.IntegerField()
    month = models.IntegerField()
    theme = models.CharField(max_length=300)
    state = models.CharField(max_length=40)
    planned_at = models.DateTimeField()
    held_from = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    place = models.CharField(max_length=200)
    chair = models.ForeignKey(Person, models.CASCADE, null=True)

    class Meta:
        managed = False
        db_table = "meeting"


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.IntegerField()
    title = models.CharField(max_length=300)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "agenda_item"


class Contribution(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="contributions")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    entered_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40, choices=[("paper", "Ý kiến bằng văn bản"), ("remark", "Ý kiến ngắn")])
    phase = models.CharField(max_length=40)
    text = models.TextField()
    fate = models.CharField(
        max_length=40,
        choices=[
            ("waiting", "Chờ"), ("raised", "Đã nêu tại kỳ họp"), ("merged", "Đã gộp"), ("answered", "Đã trả lời"),
            ("withdrawn", "Đã rút"),
        ],
    )  # fmt: skip
    merged_into = models.ForeignKey("self", models.CASCADE, null=True)
    response = models.TextField()
    responded_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "contribution"


class Outcome(models.Model):
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    path = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "outcome"


class Scoresheet(models.Model):
    meeting = models.OneToOneField(Meeting, models.CASCADE)
    cell = models.ForeignKey(Organisation, models.CASCADE)
    guidance = models.ForeignKey(GuidanceVersion, models.CASCADE)
    sheet_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    total = PointsField(null=True)
    self_class = models.CharField(max_length=40, null=True)
    strengths = models.TextField("Ưu điểm cần phát huy", blank=True)
    weaknesses = models.TextField("Hạn chế", blank=True)
    remedies = models.TextField("Cách khắc phục", blank=True)
    changed_at = models.DateTimeField(null=True)
    version = models.IntegerField()

    class Meta:
        managed = False
        db_table = "scoresheet"


class Mark(models.Model):
    pk = models.CompositePrimaryKey("scoresheet_id", "criterion")
    scoresheet = models.ForeignKey(Scoresheet, models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=20)
    applies = models.BooleanField("Áp dụng")
    given = PointsField("Điểm tự chấm", null=True, blank=True)
    note = models.TextField("Ghi chú", blank=True)

    class Meta:
        managed = False
        db_table = "mark"


class KeyedMark(models.Model):
    """A mark as Django would have it: the same columns with a key of one column. A copy of the book's marks."""

    scoresheet = models.ForeignKey(Scoresheet, models.CASCADE, related_name="keyed_marks", db_constraint=False)
    criterion = models.CharField(max_length=20)
    applies = models.BooleanField("Áp dụng")
    given = PointsField("Điểm tự chấm", null=True, blank=True)
    note = models.TextField("Ghi chú", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("scoresheet", "criterion", name="one_mark_a_criterion")]


class Suggestion(models.Model):
    pk = models.CompositePrimaryKey("scoresheet_id", "criterion", "part")
    scoresheet = models.ForeignKey(Scoresheet, models.CASCADE, related_name="suggestions")
    criterion = models.CharField(max_length=20)
    part = models.CharField(max_length=20)
    outcome = models.CharField(max_length=40)
    points = PointsField(null=True)
    sentence = models.TextField()
    sentence_en = models.TextField()

    class Meta:
        managed = False
        db_table = "suggestion"


class SheetAct(models.Model):
    scoresheet = models.ForeignKey(Scoresheet, models.CASCADE, related_name="acts")
    act = models.CharField(max_length=40)
    by = models.ForeignKey(Person, models.CASCADE, null=True)
    at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        managed = False
        db_table = "sheet_act"
