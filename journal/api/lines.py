"""What other pages say of tokens: the one asked before an account is closed."""

from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.api.services import alive
from journal.clock import now


def left_behind(session: Session, person: Person) -> list[str]:
    """The tokens that open nothing once their maker’s account does not."""
    count = sum(token.made_by_id == person.id for token in alive(session, person.lab_id, now=now()))
    if not count:
        return []
    return ["Un jeton d’accès n’ouvrira plus rien." if count == 1 else f"{count} jetons d’accès n’ouvriront plus rien."]
