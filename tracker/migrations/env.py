"""Alembic's environment: the connection is handed in by ``tracker.upgrading``."""

from alembic import context

from tracker.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
