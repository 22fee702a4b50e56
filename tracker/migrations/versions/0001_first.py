"""The first schema: everything the models say.

While the project has no release, this step builds the schema from the models.
"""

from alembic import op

from tracker.extensions import db

revision = "0001"
down_revision = None


def upgrade() -> None:
    db.metadata.create_all(op.get_bind())
