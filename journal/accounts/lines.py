"""What the journal's first page says of the account."""

from sqlalchemy.orm import Session

from journal.accounts import reopening
from journal.accounts.models import Person
from journal.web.lines import Line
from journal.web.typography import moment


def on_the_timeline(session: Session, person: Person) -> list[Line]:
    """That the journal was opened again by mail, until its owner says it was them."""
    row = reopening.choice_of(session, person)
    if row is None or row.reopened_at is None:
        return []
    sentence = f"Votre journal a été rouvert par mail le {moment(row.reopened_at)}."
    return [Line(sentence, "accounts.reopening", link="C’était vous\u00a0?")]
