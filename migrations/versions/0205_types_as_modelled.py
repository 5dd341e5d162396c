"""Three columns take the type their models say."""

import sqlalchemy as sa
from alembic import op

revision = '0205'
down_revision = '0200'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('contact_request') as table:
        table.alter_column('channel', existing_type=sa.Text(), type_=sa.String(40), existing_nullable=False)
    with op.batch_alter_table('theme_arrival') as table:
        table.alter_column('nearness', existing_type=sa.Float(), type_=sa.Double(), existing_nullable=False)
        table.alter_column('strength', existing_type=sa.Float(), type_=sa.Double(), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table('theme_arrival') as table:
        table.alter_column('strength', existing_type=sa.Double(), type_=sa.Float(), existing_nullable=False)
        table.alter_column('nearness', existing_type=sa.Double(), type_=sa.Float(), existing_nullable=False)
    with op.batch_alter_table('contact_request') as table:
        table.alter_column('channel', existing_type=sa.String(40), type_=sa.Text(), existing_nullable=False)
