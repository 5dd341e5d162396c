"""The questions that the team of a Lab offers to whoever writes."""

import sqlalchemy as sa
from alembic import op

revision = '0252'
down_revision = '0251'
branch_labels = None
depends_on = None

SEEN = "coalesce(current_setting('app.labs', true), '')"
IN_LAB = f"{SEEN} = '*' OR lab_id::text = ANY (string_to_array({SEEN}, ','))"


def upgrade() -> None:
    op.create_table(
        'lab_prompt',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('lab_id', sa.Uuid(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('steps', sa.JSON(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_lab_prompt_lab_id_lab')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_lab_prompt')),
    )
    op.create_index(op.f('ix_lab_prompt_lab_id'), 'lab_prompt', ['lab_id'])
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f'CREATE POLICY lab ON lab_prompt USING ({IN_LAB})')
        op.execute('ALTER TABLE lab_prompt ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    op.drop_table('lab_prompt')
