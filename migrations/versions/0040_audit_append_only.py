"""The audit log can only grow: the database refuses to change or delete an event.

Retention deletes what a signed anchor covers (journal.accounts.audit.purge), and nothing else can be deleted. An
anchor itself is never changed nor deleted. SQLite needs recursive_triggers=ON for INSERT OR REPLACE, which
journal.db sets on every connection; on PostgreSQL TRUNCATE has its own trigger.
"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0030'
branch_labels = None
depends_on = None

COVERED = '(SELECT coalesce(max(up_to), 0) FROM audit_anchor)'
SQLITE = (
    ('audit_event_update', 'BEFORE UPDATE ON audit_event', 'an audit event never changes'),
    ('audit_event_delete', f'BEFORE DELETE ON audit_event WHEN OLD.sequence > {COVERED}',
     'no anchor covers this audit event'),
    ('audit_anchor_update', 'BEFORE UPDATE ON audit_anchor', 'an audit anchor never changes'),
    ('audit_anchor_delete', 'BEFORE DELETE ON audit_anchor', 'an audit anchor stays'),
)
POSTGRESQL = (
    """CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_TABLE_NAME = 'audit_event' AND TG_OP = 'DELETE' THEN
        IF OLD.sequence <= (SELECT coalesce(max(up_to), 0) FROM audit_anchor) THEN
          RETURN OLD;
        END IF;
      END IF;
      RAISE EXCEPTION 'the audit log is append-only';
    END $$""",
    'CREATE TRIGGER audit_event_rows BEFORE UPDATE OR DELETE ON audit_event '
    'FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()',
    'CREATE TRIGGER audit_event_truncate BEFORE TRUNCATE ON audit_event '
    'FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()',
    'CREATE TRIGGER audit_anchor_rows BEFORE UPDATE OR DELETE ON audit_anchor '
    'FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()',
    'CREATE TRIGGER audit_anchor_truncate BEFORE TRUNCATE ON audit_anchor '
    'FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()',
)


def upgrade() -> None:
    op.create_table('audit_anchor',
    sa.Column('up_to', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mac', sa.Text(), nullable=False),
    sa.Column('signature', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('up_to', name=op.f('pk_audit_anchor'))
    )
    if op.get_bind().dialect.name == 'sqlite':
        for name, when, sentence in SQLITE:
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END")
    else:
        for statement in POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for name, _, _ in SQLITE:
            op.execute(f'DROP TRIGGER {name}')
    else:
        op.execute('DROP FUNCTION refuse_audit_change() CASCADE')
    op.drop_table('audit_anchor')
