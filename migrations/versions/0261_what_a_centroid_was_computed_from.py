"""What the centroid of a theme was computed from is named after it."""

from alembic import op

revision = '0261'
down_revision = '0260'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE theme_state RENAME COLUMN centred_on TO centroid_from')


def downgrade() -> None:
    op.execute('ALTER TABLE theme_state RENAME COLUMN centroid_from TO centred_on')
