"""How a theme's part is received is published in counts that hold still."""

import sqlalchemy as sa
from alembic import op

revision = '0225'
down_revision = '0220'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'theme_resonance',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('published', sa.JSON(), server_default='[]', nullable=False),
        sa.ForeignKeyConstraint(['id'], ['theme.id'], name=op.f('fk_theme_resonance_id_theme'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_resonance')),
    )
    op.execute('INSERT INTO theme_resonance (id) SELECT DISTINCT theme_id FROM resonance')


def downgrade() -> None:
    op.drop_table('theme_resonance')
