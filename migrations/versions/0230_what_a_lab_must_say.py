"""A Lab says who answers for its data, who publishes and who hosts the site."""

import sqlalchemy as sa
from alembic import op

revision = '0230'
down_revision = '0225'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'legal_notice',
        sa.Column('lab_id', sa.Uuid(), nullable=False),
        sa.Column('controller', sa.Text(), nullable=False),
        sa.Column('publication_director', sa.Text(), nullable=False),
        sa.Column('dpo', sa.Text(), nullable=False),
        sa.Column('dpo_email', sa.Text(), nullable=False),
        sa.Column('host', sa.Text(), nullable=False),
        sa.Column('basis', sa.String(length=40), nullable=True),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_legal_notice_lab_id_lab'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('lab_id', name=op.f('pk_legal_notice')),
    )


def downgrade() -> None:
    op.drop_table('legal_notice')
