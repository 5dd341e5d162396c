"""The common good of the demonstration Lab: six months of proposals, written by the services."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.actors import services as actors
from journal.actors.models import Actor, ActorKind
from journal.common_good import queries, services
from journal.common_good.models import Part, Proposal, ProposalKind, Stance, Words
from journal.demo.files import table
from journal.demo.loading import Clock
from journal.demo.stories import Story, cast_of, moment_of
from journal.entries.words import leave_as_it_is, seen_mark
from journal.partners.models import Partner

ORGANISATION = "Atelier des Gestes"


def play_common_good(session: Session, lab: Lab, clock: Clock) -> None:
    """Write the whole common good; do nothing if the Lab already has one."""
    if queries.current(session, lab.id) is not None:
        return
    cast = cast_of(session, lab)
    _speak_for_an_organisation(session, lab, cast.who("partenaire"), clock)
    raw = proposals_written()
    parts, first = {part: raw["first"][part.value] for part in Part}, raw["first"]
    moment = moment_of(clock, first["month"], first["day"])
    services.write_first(session, parts, first["why"], by=cast.who("coordination"), now=moment)
    for row in raw["proposals"]:
        _Story(session, cast, clock, row).play(lab)


def proposals_written() -> dict[str, Any]:
    return table("common_good")


def _speak_for_an_organisation(session: Session, lab: Lab, person: Person, clock: Clock) -> None:
    found = session.scalar(sa.select(Actor).where(Actor.lab_id == lab.id, Actor.name == ORGANISATION))
    kind, moment = ActorKind.TRAINING_BODY, moment_of(clock, -6, 2)
    actor = found or actors.add(session, lab.id, ORGANISATION, kind, now=moment)
    session.add(Partner(person_id=person.id, actor_id=actor.id))
    session.flush()


class _Story(Story):
    """One proposal, from its first words to its outcome."""

    def play(self, lab: Lab) -> None:
        row, by, mediator = self.row, self.cast.who(self.row["who"]), self.cast.who("coordination")
        part, kind, now = Part(row["part"]), ProposalKind(row["kind"]), self.on(row["day"])
        proposal = services.propose(self.session, part, kind, row["text"], by=by, now=now)
        self._send(proposal.words, now)
        for number, turn in enumerate(row.get("turns", ()), start=1):
            now = self.on(turn["day"])
            services.reformulate(self.session, proposal, turn["text"], turn.get("note", ""), by=mediator, now=now)
            self._reply(proposal, number, turn, by)
        self._answers(proposal)
        if "adopted" in row:
            services.adopt(
                self.session, proposal, row["adopted"]["why"], by=mediator, now=self.on(row["adopted"]["day"])
            )
        elif "set_aside" in row:
            now = self.on(row["set_aside"]["day"])
            services.set_aside(self.session, proposal, row["set_aside"]["reason"], by=mediator, now=now)

    def _reply(self, proposal: Proposal, number: int, turn: Mapping[str, Any], by: Person) -> None:
        now = self.on(turn["day"], after=1)
        if "not_yet" in turn:
            answered = services.not_yet(self.session, proposal, number, turn["not_yet"], by=by, now=now)
            self._send(answered.words, now)
        elif "answers" in self.row:
            services.agree(self.session, proposal, number, now=now)

    def _answers(self, proposal: Proposal) -> None:
        if "answers" not in self.row or proposal.agreed is None:
            return
        number, given = proposal.agreed.number, self.row["answers"]
        now = min(proposal.agreed.at + timedelta(days=3), self.clock.now)
        voters = [each for each in self.cast.others if each.id != proposal.author_id]
        for person in voters[: given["agree"]]:
            services.answer(self.session, proposal, number, Stance.AGREE, "", by=person, now=now)
        said = {"reason": voters[given["agree"]], "partner": self.cast.who("partenaire")}
        for name, person in said.items():
            if name in given:
                stance, text = given[name]
                made = services.answer(self.session, proposal, number, Stance(stance), text, by=person, now=now)
                self._send(made.words, now)

    def _send(self, words: Words | None, now: datetime) -> None:
        """Send as is: these words name nobody, which a test checks with the real masker."""
        if words is not None and words.sent_at is None:
            leave_as_it_is(words)
            services.send(self.session, words, seen=seen_mark(words), now=now)
