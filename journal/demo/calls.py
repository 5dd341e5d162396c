"""The calls for ideas of the demonstration Lab, one closed and one open, written by the services."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.calls import ideas, mediating, services
from journal.calls.models import Call, Idea, IdeaWords, Invited
from journal.calls.rules import Layout
from journal.calls.services import Asking, Origins
from journal.clock import day_of
from journal.common_good.models import Part
from journal.cooperation.services import AnswerContent
from journal.db import count
from journal.demo.files import table
from journal.demo.loading import Clock
from journal.demo.stories import Story, cast_of, moment_of
from journal.entries.hiding import hide_words_for_team, same_words
from journal.entries.masks import MaskKind
from journal.entries.words import leave_as_it_is, seen_mark
from journal.experiments.services import ExperimentDescription
from journal.narrative.models import Digest
from journal.themes.models import Theme, ThemeStatus
from nlp.prose.types import AnswerKind

# What one wrote is read again before it is sent: an idea sent once is told by these two moments.
READ_AGAIN = timedelta(minutes=5)


def play_calls(session: Session, lab: Lab, clock: Clock) -> None:
    """Write all calls; do nothing if the Lab already has one."""
    if count(session, Call, Call.lab_id == lab.id):
        return
    cast = cast_of(session, lab)
    for row in calls_written():
        _Story(session, cast, clock, row).play(lab)


def calls_written() -> list[dict[str, Any]]:
    return list(table("calls")["calls"])


class _Story(Story):
    """One call, from its opening to the outcome of its ideas."""

    def play(self, lab: Lab) -> None:
        row, by, now = self.row, self.cast.who("coordination"), self.on(self.row["day"])
        first = self.clock.now if row.get("from_today") else now
        until, invited = day_of(first) + timedelta(days=row["open_for"]), Invited(row["invited"])
        asking = Asking(row["question"], row["why"], invited, until, self._origins(lab))
        call = services.open_call(self.session, asking, by=by, now=now)
        for written in row["ideas"]:
            self._propose(call, written)
        if "closed" in row:
            told = row["closed"]
            on = moment_of(self.clock, told["month"], told["day"])
            services.close(self.session, call, told["conclusion"], by=by, now=on)

    def _origins(self, lab: Lab) -> Origins:
        named = sa.select(Theme.id).where(Theme.lab_id == lab.id, Theme.status == ThemeStatus.ADOPTED)
        themes = self.session.scalars(named.where(Theme.label.in_(self.row["themes"]))).all()
        month = self.clock.dates.first_of(self.row["digest"]) if "digest" in self.row else None
        digest = self.session.scalar(sa.select(Digest.id).where(Digest.lab_id == lab.id, Digest.month == month))
        return Origins(themes, Part(self.row["part"]), digest)

    def _propose(self, call: Call, row: Mapping[str, Any]) -> None:
        by, now = self.cast.who(row["who"]), self.on(row["day"])
        parts = Layout(row["title"], row["changes"], row["needs"], row.get("with_whom", ""))
        idea = ideas.write(self.session, call, parts, by=by, now=now - READ_AGAIN)
        self._send(idea.words, now)
        self._exchange(idea, row)
        team, later = self.cast.who("coordination"), self.on(row["day"], after=4)
        if row.get("retained"):
            mediating.retain(self.session, idea, seen=str(idea.words.version), now=later)
            self._support(idea, row, later)
        if "answer" in row:
            kind, text, *days = row["answer"]
            due = day_of(self.clock.now) + timedelta(days=days[0]) if days else None
            seen = mediating.read_mark(idea)
            mediating.answer(
                self.session, idea, AnswerContent(AnswerKind(kind), text, due), seen=seen, by=team, now=later
            )
        if "tried" in row:
            mediating.try_it(self.session, idea, ExperimentDescription(*row["tried"]), by=team, now=later)
        if "rewritten" in row:
            ideas.amend(self.session, idea, replace(parts, needs=row["rewritten"]), by=by, now=later)
            leave_as_it_is(idea.words)

    def _exchange(self, idea: Idea, row: Mapping[str, Any]) -> None:
        """The questions of the team and the replies; the last question of the open call waits for the visitor."""
        if "question" not in row:
            return
        asked, *replied = row["question"]
        now = self.on(row["day"], after=1)
        team, seen = self.cast.who("coordination"), mediating.read_mark(idea)
        question = mediating.ask(self.session, idea, asked, seen=seen, by=team, now=now)
        for text in replied:
            words = ideas.reply(self.session, idea, question, text, by=self.cast.who(row["who"]), now=now)
            self._send(words, now)
            if "hidden" in row:
                hide_words_for_team(words, same_words(text, row["hidden"]), MaskKind.FIRST_NAME)

    def _support(self, idea: Idea, row: Mapping[str, Any], now: datetime) -> None:
        voters = [each for each in self.cast.others if each.id != idea.author_id][: row["support"]]
        for person in [*voters, *([self.cast.who("partenaire")] if row.get("partners") else [])]:
            ideas.support(self.session, idea, by=person, now=now)

    def _send(self, words: IdeaWords, now: datetime) -> None:
        if words.sent_at is None:
            # The masker finds nobody in these words, which a test checks with the real one: they are read as they are.
            leave_as_it_is(words)
            self.session.flush()
            ideas.send(self.session, words, seen=seen_mark(words), now=now)
