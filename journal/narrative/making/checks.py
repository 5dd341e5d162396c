"""What a text may not say of people, and when it may not say it yet: looked at before every publication."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import day_of
from journal.entries.models import Entry, Passage
from journal.entries.queries import readable_by_staff
from journal.errors import Refused
from journal.narrative import linked, queries, rules, whose_words
from journal.narrative.figures import PUBLIC, PublishedFigures, values
from journal.narrative.linked import WHOLE, Exposed, Scope, scope_of
from journal.narrative.making import quotes
from journal.narrative.models import Contribution, Digest, DigestParagraph, DigestStatus, Quote, QuoteState
from journal.themes.models import Theme
from journal.web import typography
from nlp.counts import number
from nlp.french import MONTHS

SHOWN = 80  # characters of what is refused, enough to find it


def quotes_have_waited(session: Session, digest: Digest, *, now: datetime) -> None:
    """Every quote of the text has left its author the time to change their mind.

    Raises
    ------
    Refused
        When one is too fresh: says until when to wait.
    """
    agreed = [quote.answered_at for quote in quotes.printed_in(session, digest) if quote.answered_at]
    if any(rules.may_appear_from(at) > day_of(now) for at in agreed):
        ready = max(map(rules.waits_until, agreed))
        raise Refused(
            "Après un oui, une citation attend sept jours\u00a0: son auteur·e peut changer d’avis. Ce récit pourra "
            f"paraître le {typography.day(ready)} au plus tard, ou avant, sans les citations qui attendent encore."
        )


def nobody_is_quoted_unasked(session: Session, paragraph: DigestParagraph, text: str) -> None:
    """Between « » stand quotes their authors allowed, to the letter; elsewhere, nobody's words.

    Raises
    ------
    Refused
        When someone's words stand in a paragraph without their yes, or otherwise than they allowed.
    """
    asked = session.scalars(sa.select(Quote).where(Quote.digest_id == paragraph.digest_id, Quote.text != "")).all()
    accepted = [quote.text for quote in asked if quote.state is QuoteState.ACCEPTED]
    if any(whose_words.shares_words(text, quote.text) for quote in asked if quote.state is not QuoteState.ACCEPTED):
        raise Refused("Ce texte reprend des mots dont l’auteur·e n’a pas dit oui. Attendez sa réponse, ou retirez-les.")
    run = whose_words.borrowed(text, _readable(session, paragraph.digest.lab_id), [*accepted, paragraph.draft_text])
    if run:
        raise Refused(
            f"Ce texte reprend des mots dont l’auteur·e n’a pas dit oui\u00a0: {typography.in_guillemets(run)}. "
            "Dites-le avec les vôtres."
        )
    # What the machine put between « » also holds names of themes, definitions, the Lab's own words.
    foreign = whose_words.foreign_quotes(text, [*accepted, *whose_words.quoted_in(paragraph.draft_text)])
    if not foreign:
        return
    shown = typography.in_guillemets(typography.shortened(foreign[0], SHOWN))
    if not accepted:
        raise Refused(f"Ce texte reprend des mots dont l’auteur·e n’a pas dit oui\u00a0: {shown}. Retirez-les.")
    raise Refused(
        f"Une citation ne se modifie pas\u00a0: {shown} n’est pas mot pour mot celle que son auteur·e a acceptée."
    )


def nobody_is_borrowed_from(session: Session, contribution: Contribution, text: str) -> None:
    """What the team says of a contribution to everyone holds neither its words, nor another's, nor a text's.

    Raises
    ------
    Refused
        When it does: says which words.
    """
    run = whose_words.shared_with(text, whose_words.own_words(contribution))
    run = run or borrowed_in(session, contribution.lab_id, text)
    if run:
        raise Refused(
            f"Cette phrase reprend des mots de quelqu’un\u00a0: {typography.in_guillemets(run)}. "
            "Dites-le avec les vôtres."
        )


def borrowed_in(
    session: Session, lab_id: uuid.UUID, text: str, *, besides: Sequence[str] = (), allowed: Sequence[str] = ()
) -> str:
    """The first words of a text that someone wrote in a Lab, and nothing allowed says; empty when there are none."""
    said = [*_readable(session, lab_id), *queries.contributed(session, lab_id), *besides]
    return whose_words.borrowed(text, said, allowed)


def _readable(session: Session, lab_id: uuid.UUID) -> Sequence[str]:
    """Every passage the team may read: a refusal tells them of no other."""
    statement = sa.select(Passage.text).join(Passage.entry)
    return session.scalars(statement.where(Entry.lab_id == lab_id, readable_by_staff()).order_by(Passage.id)).all()


def quotes_go_unnamed(session: Session, digest: Digest, text: str) -> None:
    """In a small Lab, a paragraph that quotes someone names neither the Lab nor the month.

    Raises
    ------
    Refused
        When it does: says which name to remove.
    """
    if not queries.go_unnamed(session, digest.lab_id):
        return
    said = [quote.text for quote in quotes.accepted_for(session, digest)]
    names = [session.get_one(Lab, digest.lab_id).name, MONTHS[digest.month.month - 1]]
    found = whose_words.named_beside_quotes(text, said, names)
    if found:
        raise Refused(
            f"Ce paragraphe cite quelqu’un et nomme «\u00a0{found[0]}\u00a0». Dans un Lab de moins de "
            f"{rules.NAMED_FROM}\u00a0personnes, ce serait assez pour savoir qui parle\u00a0: enlevez l’un ou l’autre."
        )


def figures_hide_the_few(session: Session, figures: PublishedFigures) -> None:
    """No count of fewer people than may be told can be worked out from the figures of a month and all the others.

    Raises
    ------
    Refused
        When one can: says which.
    """
    told = exposed_by(session, figures, month=figures.month)
    if told:
        theme = next((session.get(Theme, uuid.UUID(each.theme)) for each in told if each.theme), None)
        about = f"à propos de «\u00a0{theme.label}\u00a0», " if theme else ""
        raise Refused(
            f"En rapprochant ces chiffres de ceux déjà parus, {about}on pourrait retrouver un nombre de moins de "
            f"{number(figures.floor)} personnes. Attendez que d’autres textes les changent, ou mettez ce thème de "
            "côté, puis recomposez."
        )


def exposed_by(session: Session, figures: PublishedFigures, *, month: date | None) -> list[Exposed]:
    """What these figures would let someone work out; of the living récit when there is no month."""
    months = _published_months(session, figures, but=month)
    living = f"{figures.prefix}{WHOLE}/"
    if month is None:
        return linked.exposed(scope_of(WHOLE, values(figures), prefix=living), months, floor=figures.floor)
    new = scope_of(f"{month:%Y-%m}", values(figures), prefix=figures.prefix)
    kept = {name: row.value for name, row in figures.rows.items()}
    return linked.exposed(new, [*months, scope_of(WHOLE, kept, prefix=living)], floor=figures.floor)


def _published_months(session: Session, figures: PublishedFigures, *, but: date | None) -> list[Scope]:
    kept = "public_figures" if figures.prefix == PUBLIC else "figures"
    rows = session.execute(
        sa.select(Digest.month, Digest.provenance)
        .where(Digest.lab_id == figures.lab_id, Digest.status == DigestStatus.PUBLISHED, Digest.month != but)
        .order_by(Digest.month)
    )
    return [scope_of(f"{month:%Y-%m}", provenance.get(kept, {}), prefix=figures.prefix) for month, provenance in rows]
