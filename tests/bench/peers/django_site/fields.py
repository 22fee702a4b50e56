"""Columns of the book's tables that Django has no field for."""

import json
from decimal import Decimal

from django.db import models


class PointsField(models.DecimalField):
    """Marks: Decimal in Python, whole hundredths in the database."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 5, "decimal_places": 2, **kwargs})

    def get_internal_type(self):
        return "IntegerField"

    def from_db_value(self, value, expression, connection):
        return None if value is None else Decimal(value) / 100

    def get_db_prep_value(self, value, connection, prepared=False):
        return None if value is None else int(self.to_python(value) * 100)

    def get_db_prep_save(self, value, connection):
        return self.get_db_prep_value(value, connection)


class DocumentField(models.TextField):
    """JSON: text in SQLite; read by the driver already in PostgreSQL, whose column is ``json``."""

    def from_db_value(self, value, expression, connection):
        return json.loads(value) if isinstance(value, str) else value
