"""The past months of the demonstration, as its coordinators lived them: analyses, adopted themes, published récits.

Everything goes through the services the pages use: what is shown could have been made by hand. The month being lived
is analysed and left for the visitor to review, its récit in draft.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts import audit
from journal.accounts.audit import Subject
from journal.accounts.models import Lab, Person, Role
from journal.clock import PARIS, day_of
from journal.config import Settings
from journal.contact import services as contact
from journal.contact.models import Channel
from journal.cooperation import services as cooperation
from journal.cooperation.models import LabAnswer
from journal.counting.disclosure import Disclosure, disclosure
from journal.db import Database, count
from journal.demo import experiments
from journal.demo.heard import answer_the_question, ask_of_everyone, hear
from journal.demo.loading import Clock
from journal.demo.messages import write_to_authors
from journal.demo.running_month import leave_a_reading, leave_in_draft
from journal.demo.topics import Topic, recognise, topics
from journal.entries.models import Entry, Passage
from journal.entries.queries import readable_by_staff
from journal.months import first_of
from journal.narrative import reception
from journal.narrative.making import quotes
from journal.narrative.making import services as narrative
from journal.narrative.making.covering import run_for
from journal.narrative.models import Digest, Quote, Resonance, ResonanceAnswer
from journal.narrative.rules import COOLING
from journal.themes import passages, queries, runs
from journal.themes.deciding import services as themes
from journal.themes.deciding.decisions import Signed
from journal.themes.models import AnalysisRun, RunStatus, Theme, ThemeState, ThemeStatus
from nlp.prose.types import AnswerKind
from nlp.themes.words import Reader, read_french, remembered

Progress = Callable[[list[int], str], AbstractContextManager[Iterable[int]]]
FIRST_MONTH = -6
# The first month that anyone may read.
OPENED = -1
EXCERPTS_READ = 80
# Out of ten authors asked for a quote, how many say yes.
YES = 8
# How long the Lab takes to do what it announced.
TO_FINISH = timedelta(days=58)
# How long authors take to answer.
ANSWERING = timedelta(days=1)
# Out of ten participants, how many answer each part of the récit, and what; one part is contested.
ANSWERS = (ResonanceAnswer.YES,) * 4 + (ResonanceAnswer.PARTLY,) * 2 + (ResonanceAnswer.NO,)
CONTESTED = "Le groupe et la formatrice"
AGAINST = (ResonanceAnswer.NO,) * 5 + (ResonanceAnswer.PARTLY, ResonanceAnswer.YES)


@dataclass(frozen=True, slots=True)
class Team:
    """The coordinators: one reviews and writes, the other proofreads and approves."""

    first: Person
    second: Person


@dataclass(frozen=True, slots=True)
class _Publication:
    """What every publication needs to know."""

    disclosure: Disclosure
    audit_key: str

    @classmethod
    def of(cls, database: Database, settings: Settings) -> "_Publication":
        with database.read() as session:
            return cls(disclosure(session, settings), settings.key_for("audit"))


def play_past_months(database: Database, settings: Settings, lab: Lab, clock: Clock, progress: Progress) -> None:
    """Play the months up to the last one, each committed as a whole; those already played are skipped."""
    publication, read = _Publication.of(database, settings), remembered(read_french)
    with progress([*range(FIRST_MONTH, 1)], "Analysing the months and publishing their récits") as months:
        for month in months:
            if _is_lived(database, lab, clock, month):
                continue
            _analyse(database, settings, lab, clock, month, read)
            with database.write() as session:
                experiments.play(session, lab, team_of(session, lab).first, clock, month)
                if month < 0:
                    _open(session, lab, month)
                    _live(session, lab, clock, month, publication)
                else:
                    leave_in_draft(session, lab, clock, settings, by=team_of(session, lab).first)
                    leave_a_reading(session, lab, clock, by=team_of(session, lab).second)
                    _answer_the_recit(session, lab, clock)
                    _ask_to_be_contacted(session, lab, clock)
                    write_to_authors(session, lab, clock, settings, by=team_of(session, lab).first)
                moment = _published(clock, month) if month < 0 else clock.now
                narrative.tell_what_is_known(session, lab, now=moment, disclosure=publication.disclosure)
                session.commit()


def _is_lived(database: Database, lab: Lab, clock: Clock, month: int) -> bool:
    """Whether a month is over: a later analysis exists or, for the last one, it has been answered."""
    until = AnalysisRun.until > clock.dates.last_of(month) if month < 0 else AnalysisRun.requested_at >= clock.now
    with database.read() as session:
        answered = session.scalar(
            sa.select(Resonance.id).join(Theme, Theme.id == Resonance.theme_id).where(Theme.lab_id == lab.id).limit(1)
        )
        later = session.scalar(sa.select(AnalysisRun.id).where(AnalysisRun.lab_id == lab.id, until).limit(1))
    return answered is not None or (month < 0 and later is not None)


def _moment(clock: Clock, month: int) -> datetime:
    """Two mornings after the month's end, or now."""
    end = datetime.combine(clock.dates.last_of(month) + timedelta(days=2), time(9), PARIS)
    return min(end, clock.now)


def _published(clock: Clock, month: int) -> datetime:
    """When the last author to say yes can no longer change their mind."""
    return _moment(clock, month) + ANSWERING + COOLING


def _analyse(database: Database, settings: Settings, lab: Lab, clock: Clock, month: int, read: Reader) -> None:
    from journal.themes.analysing.analysis import run_waiting

    until, moment = clock.dates.last_of(month), _moment(clock, month)
    with database.write() as session:
        # Nobody else analyses this Lab yet: what seems to run was stopped with an earlier loading.
        session.execute(
            sa.update(AnalysisRun)
            .where(AnalysisRun.lab_id == lab.id, AnalysisRun.status == RunStatus.RUNNING)
            .values(status=RunStatus.REQUESTED, started_at=None)
        )
        known = session.scalar(
            sa.select(AnalysisRun.id).where(
                AnalysisRun.lab_id == lab.id, AnalysisRun.until == until, AnalysisRun.finished_at.is_not(None)
            )
        )
        if known is None:
            runs.request_run(session, lab.id, until=until, now=moment)
        session.commit()
    run_waiting(database.write, now=lambda: moment, floor=settings.lab_threshold, read=read)


def _open(session: Session, lab: Lab, month: int) -> None:
    """Let anyone read the récit from one month on, under the floor of public pages."""
    if month == OPENED:
        session.get_one(Lab, lab.id).is_public = lab.is_public = True
        session.flush()


def _live(session: Session, lab: Lab, clock: Clock, month: int, publication: _Publication) -> None:
    """One month of the coordinators' work: review, answer, write, approve, publish."""
    first_day, moment = clock.dates.first_of(month), _moment(clock, month)
    run = run_for(session, lab.id, first_day)
    if run is None:
        return  # not enough was shared yet: nothing is told
    team = team_of(session, lab)
    _review(session, run, team, moment)
    _answer_as_lab(session, lab, team, moment)
    hear(session, lab, by=team.first, moment=moment)
    answer_the_question(session, run, first_day, now=moment)
    rules = publication.disclosure
    digest = narrative.draft_digest(session, lab, first_day, by=team.first, now=moment, disclosure=rules)
    proposed = session.scalars(sa.select(Quote).where(Quote.digest_id == digest.id)).all()
    quotes.ask(session, digest, proposed, now=moment)
    for quote in proposed:
        quotes.answer(session, quote, accept=_draw(quote.text, 10) < YES, now=moment + ANSWERING)
    published = _published(clock, month)
    narrative.recompose(session, digest, now=published, disclosure=rules)
    if month == OPENED - 1:
        ask_of_everyone(session, digest, by=team.first, now=published)
    narrative.approve(session, digest, version=digest.version, by=team.second, now=published)
    narrative.publish(session, digest, now=published, disclosure=rules)
    _keep_from_the_mail(digest, published)
    for action, by, at in (
        ("draft_digest", team.first, moment),
        ("ask_for_quotes", team.first, moment),
        ("approuver", team.second, published),
        ("publier", team.second, published),
    ):
        audit.record(session, action, by=by, on=Subject("digest", digest.id), at=at, key=publication.audit_key)


def team_of(session: Session, lab: Lab) -> Team:
    found = session.scalars(
        sa.select(Person).where(Person.lab_id == lab.id, Person.role == Role.COORDINATOR).order_by(Person.username)
    ).all()
    return Team(found[0], found[1])


def _review(session: Session, run: AnalysisRun, team: Team, moment: datetime) -> None:
    """Adopt what is clear, under a natural name; leave the rest proposed."""
    everything = session.scalars(
        sa.select(Passage.text).join(Passage.entry).where(Entry.lab_id == run.lab_id, readable_by_staff())
    ).all()
    for state in queries.states_of_run(session, run):
        if state.theme.status is not ThemeStatus.PROPOSED:
            continue
        topic = _recognised(session, state, everything)
        if topic is not None and not _named(session, run, topic.label):
            themes.rename(session, state.theme, topic.label, Signed(team.first, moment))
            themes.set_status(session, state.theme, ThemeStatus.ADOPTED, Signed(team.first, moment))
            for hours, person, text in zip((0, 1), (team.first, team.second), topic.readings, strict=True):
                themes.write_reading(session, state.theme, text, by=person, now=moment + timedelta(hours=hours))


def _recognised(session: Session, state: ThemeState, everything: Sequence[str]) -> Topic | None:
    read = passages.all_of(session, state, limit=EXCERPTS_READ, floor=1)
    return recognise([excerpt.text for excerpt in read], everything)


def _named(session: Session, run: AnalysisRun, label: str) -> bool:
    found = session.scalar(sa.select(Theme.id).where(Theme.lab_id == run.lab_id, Theme.label == label).limit(1))
    return found is not None


def _answer_as_lab(session: Session, lab: Lab, team: Team, moment: datetime) -> None:
    """Finish what was announced long enough ago, then answer each theme adopted in an earlier month."""
    _finish_the_oldest(session, lab, moment)
    by_label = {topic.label: topic for topic in topics()}
    adopted = sa.select(Theme).where(Theme.lab_id == lab.id, Theme.status == ThemeStatus.ADOPTED).order_by(Theme.label)
    for theme in session.scalars(adopted):
        given = count(session, LabAnswer, LabAnswer.theme_id == theme.id)
        answers = by_label[theme.label].answers if theme.label in by_label else ()
        if given < len(answers) and theme.born_on < first_of(day_of(moment)) - timedelta(days=31):
            kind, text = answers[given]
            session.add(
                LabAnswer(lab_id=lab.id, theme_id=theme.id, kind=kind, text=text, by_id=team.first.id, at=moment)
            )
    session.flush()


def _finish_the_oldest(session: Session, lab: Lab, moment: datetime) -> None:
    """Finish one answer, on the last day of the month."""
    row = session.scalar(
        sa.select(LabAnswer)
        .where(
            LabAnswer.lab_id == lab.id,
            LabAnswer.kind == AnswerKind.WILL_DO,
            LabAnswer.done_on.is_(None),
            LabAnswer.at <= moment - TO_FINISH,
        )
        .order_by(LabAnswer.at, LabAnswer.text)
        .limit(1)
    )
    if row is not None:
        cooperation.finish(session, row, on=first_of(day_of(moment)) - timedelta(days=1))


def _keep_from_the_mail(digest: Digest, moment: datetime) -> None:
    """Mark these months as mailed: nobody had subscribed."""
    digest.mailed_at = moment


def _answer_the_recit(session: Session, lab: Lab, clock: Clock) -> None:
    """Some participants say whether they recognise themselves."""
    adopted = session.scalars(
        sa.select(Theme).where(Theme.lab_id == lab.id, Theme.status == ThemeStatus.ADOPTED).order_by(Theme.label)
    ).all()
    people = session.scalars(
        sa.select(Person).where(Person.lab_id == lab.id, Person.role == Role.PARTICIPANT).order_by(Person.username)
    ).all()
    versions = reception.versions_now(session, lab.id)
    for theme in adopted:
        answers = AGAINST if theme.label == CONTESTED else ANSWERS
        for person in people:
            drawn = _draw(f"{theme.label} {person.username}", 10)
            # The accounts of the visitor are left to answer by hand.
            if drawn < len(answers) and person.passphrase_hash is None:
                reception.answer(session, theme, answers[drawn], version=versions[theme.id], by=person, now=clock.now)


def _ask_to_be_contacted(session: Session, lab: Lab, clock: Clock) -> None:
    """A request made yesterday, with a number reserved for fiction."""
    people = sa.select(Person).where(Person.lab_id == lab.id, Person.role == Role.PARTICIPANT)
    person = session.scalars(people.where(Person.passphrase_hash.is_(None)).order_by(Person.username)).first()
    if person is not None:
        words = "Plutôt le matin, avant dix heures. C’est pour parler de ma formation."
        wish = contact.Wish("Nour", Channel.TEXT_MESSAGE, "06 39 98 00 12", words)
        contact.ask(session, person, wish, now=clock.now - timedelta(days=1))


def _draw(seed: str, sides: int) -> int:
    """The same number for the same seed."""
    return hashlib.sha256(seed.encode()).digest()[0] % sides
