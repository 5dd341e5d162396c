"""From rows to the facts the composer may tell: counted in people, rounded, five at least."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.cooperation.models import LabAnswer
from journal.entries.models import Entry, Passage
from journal.entries.queries import counted
from journal.narrative import rules
from journal.narrative.figures import Figures
from journal.narrative.models import Digest, DigestStatus, Quote, QuoteState
from journal.pathways.models import StepKind
from journal.themes.models import AnalysisRun, Theme, ThemeMember, ThemeReading, ThemeState
from journal.themes.queries import states_of_run
from journal.themes.rules import may_enter_narrative
from nlp import composing
from nlp.emotions import Emotion
from nlp.types import ThemeEvent

MOST_QUOTES = 2
MONTHS_REMEMBERED = 2


def digest_facts(session: Session, digest: Digest, run: AnalysisRun, figures: Figures) -> composing.DigestFacts:
    """What the récit of a month may say."""
    span = (digest.month, rules.last_of(digest.month))
    lab = session.get_one(Lab, digest.lab_id)
    people = writers(session, digest.lab_id, span)
    themes = _themes(session, run, figures, span, digest)
    told = tuple(theme for theme in themes if theme.event is not ThemeEvent.FADES)
    return composing.DigestFacts(
        lab_name=lab.name,
        month=digest.month,
        participants=figures.of("participants", people) or 0,
        entries=figures.amount("entries", people, _entries(session, digest.lab_id, span)) or 0,
        themes=told,
        fading=tuple(theme for theme in themes if theme.event is ThemeEvent.FADES),
        answers=answers(session, digest.lab_id, themes),
        tension=composing.find_tension(told),
        turning_point=composing.find_turning_point(told, _before(session, digest)),
        minority=_minority(session, digest, public=figures.is_public),
        question_seed=f"{digest.month:%Y-%m}",
        previous_sentences=_sentences_before(session, digest),
        ledger=_ledger(run),
    )


def narrative_facts(
    session: Session, lab: Lab, run: AnalysisRun, figures: Figures, today: date
) -> composing.NarrativeFacts:
    """What the living récit may say: everything so far."""
    since = session.scalar(sa.select(sa.func.min(Entry.happened_on)).where(Entry.lab_id == lab.id, counted()))
    span = (since or today, run.until)
    people = writers(session, lab.id, span)
    themes = _themes(session, run, figures, span, None)
    return composing.NarrativeFacts(
        lab_name=lab.name,
        since=span[0],
        today=today,
        participants=figures.of("narrative/participants", people) or 0,
        entries=figures.amount("narrative/entries", people, _entries(session, lab.id, span)) or 0,
        themes=themes,
        answers=answers(session, lab.id, themes),
        tension=composing.find_tension(themes),
        ledger=_ledger(run),
    )


def writers(session: Session, lab_id: uuid.UUID, span: tuple[date, date]) -> set[uuid.UUID]:
    """People with a shared entry in these days."""
    return set(
        session.scalars(
            sa.select(Entry.author_id).where(Entry.lab_id == lab_id, counted(), Entry.happened_on.between(*span))
        )
    )


def _entries(session: Session, lab_id: uuid.UUID, span: tuple[date, date]) -> int:
    statement = sa.select(sa.func.count()).select_from(Entry)
    count = session.scalar(statement.where(Entry.lab_id == lab_id, counted(), Entry.happened_on.between(*span)))
    return rules.to_nearest(count or 0)


def tellable(session: Session, run: AnalysisRun) -> list[ThemeState]:
    """Themes that may enter the récit: adopted, and read by two people."""
    readers = Counter(session.scalars(sa.select(ThemeReading.theme_id)).all())
    return [
        state
        for state in states_of_run(session, run)
        if may_enter_narrative(state.theme.status, readers[state.theme_id])
    ]


def _themes(
    session: Session, run: AnalysisRun, figures: Figures, span: tuple[date, date], digest: Digest | None
) -> tuple[composing.ThemeFacts, ...]:
    facts = [_theme(session, state, figures, span, digest) for state in tellable(session, run)]
    return tuple(sorted((f for f in facts if f is not None), key=lambda f: (-f.participants, f.ref)))


def _theme(
    session: Session, state: ThemeState, figures: Figures, span: tuple[date, date], digest: Digest | None
) -> composing.ThemeFacts | None:
    theme = state.theme
    people = people_of(session, state, span)
    name = f"{theme.id}/participants" if digest else f"narrative/{theme.id}/participants"
    participants = figures.of(name, people)
    if participants is None:
        return None
    before = figures.before(name)
    return composing.ThemeFacts(
        ref=str(theme.id),
        label=theme.label,
        participants=participants,
        event=_event(before, participants, theme, digest),
        previous=before[0] if before else None,
        months=max(1, round((run_until(state) - theme.born_on).days / 30) + 1),
        emotions=_shares(state, figures.floor),
        helped=tuple(word for word, count in state.helped if count >= figures.floor),
        hindered=tuple(word for word, count in state.hindered if count >= figures.floor),
        steps=_steps(state, figures.floor),
        quotes=_quotes(session, digest, theme, public=figures.is_public),
        agency=state.agency,
        solidity=state.solidity,
        definition=theme.definition,
        second_reading=_second_reading(session, theme),
    )


def run_until(state: ThemeState) -> date:
    return state.run.until


def _event(before: tuple[int, date] | None, now: int, theme: Theme, digest: Digest | None) -> ThemeEvent:
    """What the published figures themselves show: prose and numbers never disagree."""
    if digest is None:
        return ThemeEvent.STABLE
    if before is None:
        return ThemeEvent.BORN if rules.first_of(theme.born_on) == digest.month else ThemeEvent.STABLE
    previous, month = before
    if month < rules.previous_month(digest.month):
        return ThemeEvent.REAPPEARS
    if now - previous >= rules.ROUND_TO and now >= 1.2 * previous:
        return ThemeEvent.GROWS
    if previous - now >= rules.ROUND_TO and now <= 0.8 * previous:
        return ThemeEvent.FADES
    return ThemeEvent.STABLE


def people_of(session: Session, state: ThemeState, span: tuple[date, date]) -> set[uuid.UUID]:
    """Who stands behind a theme in these days, as things are now."""
    return set(
        session.scalars(
            sa.select(Entry.author_id)
            .join(Passage, Passage.entry_id == Entry.id)
            .join(ThemeMember, ThemeMember.passage_id == Passage.id)
            .where(ThemeMember.state_id == state.id, ThemeMember.main, counted(), Entry.happened_on.between(*span))
        )
    )


def _shares(state: ThemeState, floor: int) -> tuple[tuple[Emotion, float], ...]:
    total = max(state.participants, 1)
    return tuple(
        (Emotion(name), round(count / total, 2)) for name, (count, _) in state.emotions.items() if count >= floor
    )


def _steps(state: ThemeState, floor: int) -> tuple[tuple[str, float], ...]:
    total = max(state.participants, 1)
    return tuple(
        (StepKind(name).label.lower(), round(count / total, 2))
        for name, count in sorted(state.steps.items(), key=lambda item: -item[1])
        if count >= floor and not 0 < total - count < floor
    )


def published_quotes(session: Session, theme: Theme) -> Sequence[Quote]:
    """Quotes of a theme already published, the latest first."""
    statement = _accepted(theme).where(Digest.status == DigestStatus.PUBLISHED)
    return session.scalars(statement.limit(MOST_QUOTES)).all()


def _accepted(theme: Theme) -> sa.Select[Quote]:
    return (
        sa.select(Quote)
        .join(Digest, Digest.id == Quote.digest_id)
        .where(Quote.theme_id == theme.id, Quote.state == QuoteState.ACCEPTED)
        .order_by(Digest.month.desc(), Quote.asked_at, Quote.id)
    )


def _quotes(session: Session, digest: Digest | None, theme: Theme, *, public: bool) -> tuple[composing.QuoteFact, ...]:
    """Quotes of this digest; in the living récit, those already published."""
    chosen = Quote.digest_id == digest.id if digest else Digest.status == DigestStatus.PUBLISHED
    statement = _accepted(theme).where(chosen)
    if public:
        statement = statement.where(Quote.for_public)
    rows = session.scalars(statement.limit(MOST_QUOTES))
    return tuple(composing.QuoteFact(ref=str(quote.id), text=quote.text) for quote in rows)


def _second_reading(session: Session, theme: Theme) -> str:
    readings = session.scalars(
        sa.select(ThemeReading.text).where(ThemeReading.theme_id == theme.id).order_by(ThemeReading.at).limit(2)
    ).all()
    return readings[1] if len(readings) > 1 else ""


def answers(
    session: Session, lab_id: uuid.UUID, themes: tuple[composing.ThemeFacts, ...]
) -> tuple[composing.AnswerFact, ...]:
    """What the Lab answered about the themes told and has not finished."""
    told = {theme.ref: theme.label for theme in themes}
    rows = session.scalars(
        sa.select(LabAnswer).where(LabAnswer.lab_id == lab_id, LabAnswer.done_on.is_(None)).order_by(LabAnswer.at)
    )
    return tuple(
        composing.AnswerFact(
            ref=str(row.id),
            theme_ref=str(row.theme_id),
            kind=composing.AnswerKind(row.kind.value),
            text=row.text,
            due=row.due_on,
            label=told[str(row.theme_id)],
        )
        for row in rows
        if str(row.theme_id) in told
    )


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


def _before(session: Session, digest: Digest) -> tuple[composing.ThemeFacts, ...]:
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
    return tuple(
        composing.ThemeFacts(
            ref=str(state.theme_id),
            label=state.theme.label,
            participants=state.participants,
            emotions=_shares(state, rules.STICKY),
            agency=state.agency,
        )
        for state in states_of_run(session, run)
    )


def _minority(session: Session, digest: Digest, *, public: bool) -> composing.MinorityFact | None:
    """A rare experience whose author agreed to be quoted: a quote that belongs to no theme."""
    quote = session.scalar(
        sa.select(Quote)
        .where(Quote.digest_id == digest.id, Quote.theme_id.is_(None), Quote.state == QuoteState.ACCEPTED)
        .order_by(Quote.asked_at, Quote.id)
        .limit(1)
    )
    if quote is None or (public and not quote.for_public):
        return None
    return composing.MinorityFact(ref=str(quote.id), quote=composing.QuoteFact(ref=str(quote.id), text=quote.text))


def _ledger(run: AnalysisRun) -> composing.LedgerFacts:
    def line(name: str) -> int:
        return rules.to_nearest(int(run.ledger.get(name, 0)))

    return composing.LedgerFacts(
        entries=line("entries"),
        private=line("private"),
        too_short=line("too_short"),
        not_masked=line("not_masked"),
        unclassified=line("unclassified"),
    )
