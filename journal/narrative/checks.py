"""What a text may not say of the people it quotes, and when it may not say it yet."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.errors import DomainError
from journal.narrative import quotes, rules
from journal.narrative.models import Digest
from journal.web import typography


class Refused(DomainError):
    status = 422


def quotes_have_waited(session: Session, digest: Digest, *, now: datetime) -> None:
    """Every quote of the text has left its author the time to change their mind.

    Raises
    ------
    Refused
        When one is too fresh: says until when to wait.
    """
    agreed = [quote.answered_at for quote in quotes.printed_in(session, digest) if quote.answered_at]
    ready = max(map(rules.may_appear_from, agreed), default=now)
    if ready > now:
        raise Refused(
            "Après un oui, une citation attend sept jours\u00a0: son auteur·e peut changer d’avis. Ce récit pourra "
            f"paraître à partir du {typography.moment(ready)}, ou avant, sans les citations qui attendent encore."
        )


def quotes_go_unnamed(session: Session, digest: Digest, text: str) -> None:
    """In a small Lab, a paragraph that quotes someone names neither the Lab nor the month.

    Raises
    ------
    Refused
        When it does: says which name to remove.
    """
    if not quotes.go_unnamed(session, digest.lab_id):
        return
    said = [quote.text for quote in quotes.accepted_for(session, digest)]
    names = [session.get_one(Lab, digest.lab_id).name, typography.MONTHS[digest.month.month - 1]]
    found = rules.named_beside_quotes(text, said, names)
    if found:
        raise Refused(
            f"Ce paragraphe cite quelqu’un et nomme «\u00a0{found[0]}\u00a0». Dans un Lab de moins de "
            f"{rules.NAMED_FROM}\u00a0personnes, ce serait assez pour savoir qui parle\u00a0: enlevez l’un ou l’autre."
        )
