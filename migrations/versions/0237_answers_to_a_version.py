"""An answer to the récit is about the version of a theme's part that was read, and counted with those to the same."""

import hashlib
import re
import unicodedata
import uuid
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = '0237'
down_revision = '0236'
branch_labels = None
depends_on = None

THEME = sa.table('theme', *(sa.column(name) for name in ('label', 'definition')), sa.column('id', sa.Uuid()))
READING = sa.table(
    'theme_reading', sa.column('theme_id', sa.Uuid()), sa.column('text'), sa.column('at', sa.DateTime(timezone=True))
)
RESONANCE = sa.table(
    'resonance',
    sa.column('theme_id', sa.Uuid()),
    sa.column('at', sa.DateTime(timezone=True)),
    sa.column('part_version'),
)
PARAGRAPH = sa.table(
    'digest_paragraph',
    *(sa.column(name, sa.Uuid()) for name in ('id', 'digest_id', 'theme_id')),
    *(sa.column(name) for name in ('heading', 'part_version')),
)
DIGEST = sa.table('digest', sa.column('id', sa.Uuid()), sa.column('drafted_at', sa.DateTime(timezone=True)))
COUNTS = sa.table(
    'theme_resonance',
    *(sa.column(name, sa.Uuid()) for name in ('id', 'theme_id')),
    sa.column('part_version'),
    sa.column('published', sa.JSON()),
)
EARLIER = sa.table('theme_resonance', sa.column('id', sa.Uuid()), sa.column('published', sa.JSON()))


def upgrade() -> None:
    for table in ('resonance', 'digest_paragraph'):
        op.add_column(table, sa.Column('part_version', sa.Text(), server_default='', nullable=False))
    connection = op.get_bind()
    told = connection.execute(sa.select(EARLIER)).all()
    op.drop_table('theme_resonance')
    op.create_table(
        'theme_resonance',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('theme_id', sa.Uuid(), nullable=False),
        sa.Column('part_version', sa.Text(), nullable=False),
        sa.Column('published', sa.JSON(), server_default='[]', nullable=False),
        sa.ForeignKeyConstraint(
            ['theme_id'], ['theme.id'], name=op.f('fk_theme_resonance_theme_id_theme'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_resonance')),
        sa.UniqueConstraint('theme_id', 'part_version', name=op.f('uq_theme_resonance_theme_id_part_version')),
    )
    op.create_index(op.f('ix_theme_resonance_theme_id'), 'theme_resonance', ['theme_id'])
    versions = _versions(connection)
    for row in told:
        # Its id stays: what was published is compared with hashes that were made with it.
        kept = {'id': row.id, 'theme_id': row.id, 'part_version': versions[row.id], 'published': row.published}
        connection.execute(COUNTS.insert().values(kept))
    _give_versions(connection, versions)
    op.execute(sa.text('UPDATE narrative SET is_stale = true'))  # its parts have to say their version


def _give_versions(connection: sa.Connection, versions: dict[uuid.UUID, str]) -> None:
    """Answers and months later than the last reading of a theme are about its words as they are; others are not."""
    rewritten = dict(
        connection.execute(sa.select(READING.c.theme_id, sa.func.max(READING.c.at)).group_by(READING.c.theme_id)).all()
    )
    for theme_id, at in rewritten.items():
        version = {'part_version': versions[theme_id]}
        answered = (RESONANCE.c.theme_id == theme_id, RESONANCE.c.at >= at)
        connection.execute(RESONANCE.update().where(*answered).values(version))
        label = sa.select(THEME.c.label).where(THEME.c.id == theme_id).scalar_subquery()
        since = sa.select(DIGEST.c.id).where(DIGEST.c.drafted_at >= at)
        drafted = (PARAGRAPH.c.theme_id == theme_id, PARAGRAPH.c.heading == label, PARAGRAPH.c.digest_id.in_(since))
        connection.execute(PARAGRAPH.update().where(*drafted).values(version))


def _versions(connection: sa.Connection) -> dict[uuid.UUID, str]:
    """The version that the team's words make of each theme's part, as the application told them apart that day."""
    read = defaultdict(list)
    for row in connection.execute(sa.select(READING).order_by(READING.c.at, READING.c.text)):
        read[row.theme_id].append(row.text)
    return {
        row.id: _version(row.label, row.definition, read[row.id][:2]) for row in connection.execute(sa.select(THEME))
    }


def _version(label: str, definition: str, readings: list[str]) -> str:
    said = [' '.join(re.findall(r'\w+', _fold(text))) for text in (label, definition, *readings)]
    return hashlib.sha256('\x1f'.join([*said[:2], *sorted(said[2:])]).encode()).hexdigest()[:16]


def _fold(text: str) -> str:
    folded = unicodedata.normalize('NFKD', text.casefold().replace('œ', 'oe').replace('æ', 'ae'))
    return ''.join(character for character in folded if not unicodedata.combining(character))


def downgrade() -> None:
    connection = op.get_bind()
    counts = connection.execute(sa.select(COUNTS).where(COUNTS.c.id == COUNTS.c.theme_id)).all()
    op.drop_table('theme_resonance')
    op.create_table(
        'theme_resonance',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('published', sa.JSON(), server_default='[]', nullable=False),
        sa.ForeignKeyConstraint(['id'], ['theme.id'], name=op.f('fk_theme_resonance_id_theme'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_resonance')),
    )
    for row in counts:
        connection.execute(EARLIER.insert().values(id=row.id, published=row.published))
    op.execute(
        'INSERT INTO theme_resonance (id) SELECT DISTINCT theme_id FROM resonance'
        ' WHERE theme_id NOT IN (SELECT id FROM theme_resonance)'
    )
    for table in ('digest_paragraph', 'resonance'):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column('part_version')
