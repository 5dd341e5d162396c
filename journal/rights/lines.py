"""What the journal's first page shows about where one's words went."""

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.rights.notices import unread
from journal.web import typography
from journal.web.lines import Line


def on_the_timeline(session: Session, person: Person) -> list[Line]:
    """A line on the journal's first page until a notice is read."""
    notice = unread(session, person)
    if notice is None:
        return []
    sentence = f"Vos mots ont fait du chemin au mois {typography.of_month(notice.month)}."
    return [Line(sentence, "rights.month", {"month": f"{notice.month:%Y-%m}"}, "Voir où sont allés mes mots")]
