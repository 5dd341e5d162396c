"""When the worker was last seen, a backup made, the audit log checked."""

import sqlalchemy as sa
from alembic import op

revision = '0208'
down_revision = '0207'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'site_mark',
        sa.Column('name', sa.String(40), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('well', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_site_mark')),
    )


def downgrade() -> None:
    op.drop_table('site_mark')
