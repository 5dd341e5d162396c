"""What happened to a published month are its revisions: an edition is its text for the Lab, or for anyone."""

from alembic import op

revision = '0262'
down_revision = '0261'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE digest RENAME COLUMN editions TO revisions')


def downgrade() -> None:
    op.execute('ALTER TABLE digest RENAME COLUMN revisions TO editions')
