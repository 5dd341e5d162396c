"""Requests to be contacted."""

import sqlalchemy as sa
from alembic import op

revision = '0080'
down_revision = '0070'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('contact_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('lab_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('called', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('reach', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_by_id', sa.Uuid(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['lab_id'], ['lab.id'], name=op.f('fk_contact_request_lab_id_lab')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_contact_request_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['taken_by_id'], ['person.id'], name=op.f('fk_contact_request_taken_by_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_request'))
    )
    op.create_index(op.f('ix_contact_request_lab_id'), 'contact_request', ['lab_id'], unique=False)
    op.create_index(op.f('ix_contact_request_person_id'), 'contact_request', ['person_id'], unique=False)
    op.create_index('uq_contact_request_open', 'contact_request', ['person_id'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))


def downgrade() -> None:
    op.drop_table('contact_request')
