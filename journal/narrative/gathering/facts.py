"""From rows to the facts the composer may tell: counted in people, rounded, five at least."""

import uuid
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.clock import day_of
from journal.entries.models import Entry
from journal.entries.queries import counted, has_text
from journal.months import last_of
from journal.narrative.figures import PublishedFigures
from journal.narrative.gathering import answers, asked, changes, experiments
from journal.narrative.gathering.moved import people_unmoved
from journal.narrative.gathering.pathway import steps_told
from journal.narrative.gathering.reorganised import last_told, reorganised
from journal.narrative.gathering.theme_facts import facts_of_themes
from journal.narrative.gathering.treatment import ledger_of
from journal.narrative.models import Digest, DigestStatus, Quote, QuoteState
from journal.narrative.queries import go_unnamed
from journal.themes.live import Live, live
from journal.themes.models import AnalysisRun, ThemeState
from journal.themes.queries import readers, states_of_run
from journal.themes.rules import may_enter_narrative
from nlp.emotions import Emotion
from nlp.prose import findings, types
from nlp.types import ThemeEvent

MONTHS_REMEMBERED = 2


def digest_facts(session: Session, digest: Digest, run: AnalysisRun, figures: PublishedFigures) -> types.DigestFacts:
    """What the récit of a month may say."""
    span = (digest.month, last_of(digest.month))
    lab = session.get_one(Lab, digest.lab_id)
    people = writers(session, digest.lab_id, span)
    themes = _themes(session, run, figures, span, digest)
    # What partners carry and count is told to the Lab; nobody asked them to tell everyone.
    tried = ((), ()) if figures.is_public else experiments.of_month(session, digest, floor=figures.floor)
    # Who contributes is told that the team reads: the team's sentence about it is for the Lab too.
    changed = ((), 0) if figures.is_public else changes.of_month(session, digest, themes, figures)
    staying = tuple(theme for theme in themes if theme.event is not ThemeEvent.FADES)
    # What is written while authors are asked for their quotes does not hold the publication up.
    ledger = ledger_of(session, run, figures, span, themes, until=digest.drafted_at)
    return types.DigestFacts(
        lab_name=lab.name,
        month=digest.month,
        participants=figures.people("participants", people) or 0,
        entries=ledger.shared,
        themes=staying,
        fading=tuple(theme for theme in themes if theme.event is ThemeEvent.FADES),
        untold=_untold(session, run, figures, themes, digest),
        answers=answers.of_month(session, digest, themes),
        changes=changed[0],
        heard=changed[1],
        experiments=tried[0],
        measures=tried[1],
        tension=findings.find_tension(staying),
        turning_point=findings.find_turning_point(staying, _before(session, digest, figures.floor)),
        minority=_minority(session, digest, public=figures.is_public),
        asked=asked.of_month(session, digest, run, themes, figures),
        question_seed=f"{digest.month:%Y-%m}",
        previous_sentences=_sentences_before(session, digest),
        ledger=ledger,
        counted_on=day_of(digest.drafted_at),
    )


def narrative_facts(
    session: Session, lab: Lab, run: AnalysisRun, figures: PublishedFigures, today: date
) -> types.NarrativeFacts:
    """What the living récit may say: everything so far."""
    span = (_first_day(session, lab.id, has_text()) or today, run.until)
    felt = (_first_day(session, lab.id) or today, run.until)
    people = writers(session, lab.id, span)
    participants = figures.people("narrative/participants", people) or 0
    themes = _themes(session, run, figures, span, None)
    ledger = ledger_of(session, run, figures, span, themes, name="narrative/")
    return types.NarrativeFacts(
        lab_name=lab.name,
        since=span[0],
        today=today,
        participants=participants,
        entries=ledger.shared,
        themes=themes,
        answers=answers.so_far(session, lab.id, themes, today),
        steps=steps_told(session, lab.id, felt, figures, everyone=participants),
        tension=findings.find_tension(themes),
        minority=_minority_so_far(session, lab.id, public=figures.is_public),
        ledger=ledger,
    )


def writers(session: Session, lab_id: uuid.UUID, span: tuple[date, date]) -> set[uuid.UUID]:
    """People with a shared text in these days: who shared what they felt, and no text, counts along the pathway alone.

    With these, one person's texts would be told as those of all.
    """
    written = (Entry.lab_id == lab_id, counted(), has_text(), Entry.happened_on.between(*span))
    return set(session.scalars(sa.select(Entry.author_id).where(*written)))


def _first_day(session: Session, lab_id: uuid.UUID, *conditions: sa.ColumnElement[bool]) -> date | None:
    first = sa.select(sa.func.min(Entry.happened_on))
    return session.scalar(first.where(Entry.lab_id == lab_id, counted(), *conditions))


def tellable(session: Session, run: AnalysisRun) -> list[ThemeState]:
    """Themes that may enter the récit: adopted, and read by two people."""
    states = states_of_run(session, run)
    read = readers(session, [state.theme_id for state in states])
    return [state for state in states if may_enter_narrative(state.theme.status, read[state.theme_id])]


def _themes(
    session: Session, run: AnalysisRun, figures: PublishedFigures, span: tuple[date, date], digest: Digest | None
) -> tuple[types.ThemeFacts, ...]:
    facts = facts_of_themes(session, tellable(session, run), figures, span, digest)
    return tuple(sorted(facts, key=lambda theme: (-theme.participants, theme.label, theme.ref)))


def _untold(
    session: Session,
    run: AnalysisRun,
    figures: PublishedFigures,
    told: Iterable[types.ThemeFacts],
    digest: Digest,
) -> tuple[types.UntoldFact, ...]:
    """Themes the last text told, that people still keep in the récit, and of which too few speak now.

    Not those that the team merged or split since, or whose texts it moved: nobody fell silent.
    """
    last, here = figures.before("participants"), {theme.ref for theme in told}
    if last is None:
        return ()
    fallen = [
        state
        for state in tellable(session, run)
        if str(state.theme_id) not in here and _month(figures, state) == last[1]
    ]
    since = last_told(session, digest, {state.theme_id: last[1] for state in fallen})
    unmoved = people_unmoved(session, digest.lab_id, fallen, since, (digest.month, last_of(digest.month)))
    enough = {key for key, people in unmoved.items() if len(people) >= figures.floor}
    changed = reorganised(session, digest.lab_id, since)
    facts = [
        types.UntoldFact(str(state.theme_id), state.theme.label)
        for state in fallen
        if state.theme_id not in changed and state.id not in enough
    ]
    return tuple(sorted(facts, key=lambda theme: (theme.label, theme.ref)))


def _month(figures: PublishedFigures, state: ThemeState) -> date | None:
    """The earlier month that last told how many people are behind a theme."""
    before = figures.before(f"{state.theme_id}/participants")
    return before[1] if before else None


def _sentences_before(session: Session, digest: Digest) -> frozenset[str]:
    """The sentences of the last two published months: none comes back soon."""
    before = session.scalars(
        sa.select(Digest)
        .where(Digest.lab_id == digest.lab_id, Digest.month < digest.month, Digest.status == DigestStatus.PUBLISHED)
        .order_by(Digest.month.desc())
        .limit(MONTHS_REMEMBERED)
    )
    return frozenset(
        sentence["text"] for each in before for paragraph in each.paragraphs for sentence in paragraph.sentences
    )


def _before(session: Session, digest: Digest, floor: int) -> tuple[types.ThemeFacts, ...]:
    """The moods of the last published month, as far as its run still tells them."""
    run = session.scalar(
        sa.select(AnalysisRun)
        .join(Digest, Digest.run_id == AnalysisRun.id)
        .where(Digest.lab_id == digest.lab_id, Digest.month < digest.month, Digest.status == DigestStatus.PUBLISHED)
        .order_by(Digest.month.desc())
        .limit(1)
    )
    if run is None:
        return ()
    states = states_of_run(session, run)
    figures = live(session, states)
    return tuple(
        types.ThemeFacts(
            ref=str(state.theme_id),
            label=state.theme.label,
            participants=state.participants,
            emotions=_moods(state, figures[state.id], floor),
            agency=state.agency_told(floor) if figures[state.id].people >= floor else None,
        )
        for state in states
    )


def _moods(state: ThemeState, now: Live, floor: int) -> tuple[tuple[Emotion, float], ...]:
    """Emotions that enough people felt in the analysis and still share, over the theme's people."""
    counts = ((name, min(int(count), now.emotions.get(name, 0))) for name, (count, _) in state.emotions.items())
    return tuple((Emotion(name), round(count / max(now.people, 1), 2)) for name, count in counts if count >= floor)


def _minority(session: Session, digest: Digest, *, public: bool) -> types.MinorityFact | None:
    """A rare experience whose author agreed to be quoted: a quote that belongs to no theme."""
    quote = session.scalar(_rare().where(Quote.digest_id == digest.id))
    if quote is None or (public and (not quote.for_public or go_unnamed(session, digest.lab_id))):
        return None
    return _rare_fact(quote)


def _minority_so_far(session: Session, lab_id: uuid.UUID, *, public: bool) -> types.MinorityFact | None:
    """The last one that a month told and tells still."""
    if public and go_unnamed(session, lab_id):
        return None
    told = _rare().where(Digest.lab_id == lab_id, Digest.status == DigestStatus.PUBLISHED)
    quote = session.scalar(told.where(Quote.for_public) if public else told)
    return _rare_fact(quote) if quote else None


def _rare() -> sa.Select[Quote]:
    accepted = sa.select(Quote).where(Quote.theme_id.is_(None), Quote.state == QuoteState.ACCEPTED)
    newest = accepted.join(Quote.digest).order_by(Digest.month.desc())
    return newest.order_by(Quote.asked_at, Quote.text, Quote.id).limit(1)


def _rare_fact(quote: Quote) -> types.MinorityFact:
    return types.MinorityFact(ref=str(quote.id), quote=types.QuoteFact(ref=str(quote.id), text=quote.text))
