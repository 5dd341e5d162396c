"""What was emptied before a month was published leaves its public edition, where it stayed until then."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '0212'
down_revision = '0211'
branch_labels = None
depends_on = None

digest = sa.table(
    'digest',
    sa.column('id', sa.Uuid),
    sa.column('public_paragraphs', sa.JSON),
    sa.column('editions', sa.JSON),
    sa.column('version', sa.Integer),
)
paragraph = sa.table(
    'digest_paragraph',
    sa.column('digest_id', sa.Uuid),
    sa.column('kind', sa.Text),
    sa.column('theme_id', sa.Uuid),
    sa.column('text', sa.Text),
)


def upgrade() -> None:
    connection, now = op.get_bind(), datetime.now(UTC).isoformat()
    emptied: dict[object, set[tuple[str, str]]] = {}
    for each in connection.execute(sa.select(paragraph).where(paragraph.c.text == '')):
        emptied.setdefault(each.digest_id, set()).add((each.kind, str(each.theme_id or '')))
    for row in connection.execute(sa.select(digest)).all():
        parts = row.public_paragraphs or []
        kept = [part for part in parts if (part['kind'], part['theme']) not in emptied.get(row.id, ())]
        if kept != parts:
            changed = {
                'public_paragraphs': kept,
                'editions': [*row.editions, {'at': now, 'what': 'taken_down'}],
                'version': row.version + 1,
            }
            connection.execute(sa.update(digest).where(digest.c.id == row.id).values(changed))


def downgrade() -> None:
    pass  # what left is nowhere
