"""What an organisation answers to a part of a published month, beside it."""

import sqlalchemy as sa
from alembic import op

revision = '0254'
down_revision = '0253'
branch_labels = None
depends_on = None

SEEN = "coalesce(current_setting('app.labs', true), '')"


def upgrade() -> None:
    op.create_table(
        'month_reply',
        sa.Column('lab_id', sa.Uuid(), nullable=False),
        sa.Column('digest_id', sa.Uuid(), nullable=False),
        sa.Column('part', sa.Text(), nullable=False),
        sa.Column('actor_id', sa.Uuid(), nullable=False),
        sa.Column('author_id', sa.Uuid(), nullable=True),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('reason', sa.Text(), server_default='', nullable=False),
        sa.Column('decided_by_id', sa.Uuid(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('masking_state', sa.String(length=40), nullable=False),
        sa.Column('masked_text', sa.Text(), nullable=True),
        sa.Column('masking_version', sa.Text(), server_default='', nullable=False),
        sa.Column('read_before', sa.JSON(), server_default='[]', nullable=False),
        sa.Column('masks', sa.JSON(), server_default='[]', nullable=False),
        sa.Column('author_masks', sa.JSON(), server_default='[]', nullable=False),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
        sa.Column('sent_under', sa.Text(), server_default='', nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_month_reply_lab_id_lab')),
        sa.ForeignKeyConstraint(
            ['digest_id'], ['digest.id'], name=op.f('fk_month_reply_digest_id_digest'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['actor_id'], ['actor.id'], name=op.f('fk_month_reply_actor_id_actor'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(
            ['author_id'], ['person.id'], name=op.f('fk_month_reply_author_id_person'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['decided_by_id'], ['person.id'], name=op.f('fk_month_reply_decided_by_id_person'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_month_reply')),
    )
    for column in ('lab_id', 'digest_id', 'actor_id', 'author_id'):
        op.create_index(op.f(f'ix_month_reply_{column}'), 'month_reply', [column])
    if op.get_bind().dialect.name == 'postgresql':
        in_lab = f"{SEEN} = '*' OR lab_id::text = ANY (string_to_array({SEEN}, ','))"
        op.execute(f'CREATE POLICY lab ON month_reply USING ({in_lab})')
        op.execute('ALTER TABLE month_reply ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    op.drop_table('month_reply')
