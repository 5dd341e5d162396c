"""What publishing needs: public editions, every figure ever told, deliveries by mail.

Columns are added in place, for the reason told in 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('digest', sa.Column('public_paragraphs', sa.JSON(), nullable=True))
    op.add_column('digest', sa.Column('editions', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('quote', sa.Column('for_public', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('narrative', sa.Column('public_paragraphs', sa.JSON(), nullable=True))
    op.add_column('published_figure', sa.Column('earlier', sa.JSON(), nullable=False, server_default='[]'))
    op.create_table('digest_delivery',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('digest_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['digest_id'], ['digest.id'], name=op.f('fk_digest_delivery_digest_id_digest'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_digest_delivery_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest_delivery')),
    sa.UniqueConstraint('digest_id', 'person_id', name=op.f('uq_digest_delivery_digest_id_person_id'))
    )
    op.create_index(op.f('ix_digest_delivery_digest_id'), 'digest_delivery', ['digest_id'], unique=False)
    op.create_index(op.f('ix_digest_delivery_person_id'), 'digest_delivery', ['person_id'], unique=False)


def downgrade() -> None:
    op.drop_table('digest_delivery')
    op.drop_column('published_figure', 'earlier')
    op.drop_column('narrative', 'public_paragraphs')
    op.drop_column('quote', 'for_public')
    op.drop_column('digest', 'editions')
    op.drop_column('digest', 'public_paragraphs')
