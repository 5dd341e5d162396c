"""An indicator says which signs of the common good it answers."""

import sqlalchemy as sa
from alembic import op

revision = '0240'
down_revision = '0239'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'indicator_sign',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('indicator_id', sa.Uuid(), nullable=False),
        sa.Column('statement_id', sa.Uuid(), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_sign_indicator_id_indicator'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['statement_id'], ['common_good.id'], name=op.f('fk_indicator_sign_statement_id_common_good'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_sign')),
        sa.UniqueConstraint(
            'indicator_id', 'statement_id', 'words', name=op.f('uq_indicator_sign_indicator_id_statement_id_words')
        ),
    )
    op.create_index(op.f('ix_indicator_sign_indicator_id'), 'indicator_sign', ['indicator_id'])
    op.create_index(op.f('ix_indicator_sign_statement_id'), 'indicator_sign', ['statement_id'])


def downgrade() -> None:
    op.drop_table('indicator_sign')
