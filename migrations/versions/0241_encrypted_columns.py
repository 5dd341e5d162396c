"""Addresses, second factors and requests to be contacted are encrypted; addresses are found by a blind index.

What is there already is encrypted by the site, which knows its secret, as soon as it is made ready. Going back leaves it
encrypted: only this version opens it (docs/migrations.md says to restore the backup made just before).
"""

import sqlalchemy as sa
from alembic import op

revision = '0241'
down_revision = '0240'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('person', sa.Column('email_index', sa.Text(), nullable=True))
    op.add_column('reopening', sa.Column('address_index', sa.Text(), nullable=True))
    op.create_index(op.f('ix_reopening_address_index'), 'reopening', ['address_index'])
    op.execute("UPDATE person SET email = NULL WHERE email = ''")


def downgrade() -> None:
    op.drop_index(op.f('ix_reopening_address_index'), 'reopening')
    op.drop_column('reopening', 'address_index')
    op.drop_column('person', 'email_index')
