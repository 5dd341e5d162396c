"""A page asks the database as many questions of a Lab with many themes, or calls, as of a Lab with few.

Questions, never time.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.cooperation.models import LabAnswer
from journal.months import shift
from journal.narrative.making.services import compose_narrative
from journal.narrative.models import Digest, DigestParagraph
from journal.prompts.models import LabPrompt
from journal.themes.models import Theme
from journal.themes.queries import latest_state
from nlp.prose.drafts import ParagraphKind
from nlp.prose.types import AnswerKind
from tests.conftest import SignIn
from tests.factories import NOW, make_entry
from tests.unit.journal.narrative import scenes
from tests.whole_app.calls import ask_once_more
from tests.whole_app.routes import ask
from tests.whole_app.walking import addresses
from tests.whole_app.world import World

ADDED = 6
# What the team reads is logged, one text after another: each line is sealed to the one before, one
# writer at a time.
LOG = ("audit_event", "pg_advisory_xact_lock")
# A page whose Lab has more may ask once for what was not there before; asked for each theme, it would be ``ADDED``.
FEW = ADDED // 2


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """The statements sent meanwhile, each with how many times it was."""
    sent: Counter[str] = Counter()

    def see(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not any(name in statement for name in LOG):
            sent[statement] += 1

    sa.event.listen(sa.Engine, "before_cursor_execute", see)
    try:
        yield sent
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", see)


def more_themes(session: Session, world: World) -> None:
    """More themes like the first: as many people speak of each, the Lab answers it, the récit and the month tell it."""
    state = latest_state(session, world.theme.id)
    assert state is not None
    authors = [entry.author for entry in world.entries]
    for number in range(ADDED):
        theme = scenes.adopt(
            session, world.lab, f"Un autre thème {number}", (world.coordinator, world.second), born_on=state.run.until
        )
        entries = [
            make_entry(session, author, text, sharing=entry.sharing, happened_on=entry.happened_on)
            for author, text, entry in zip(authors, scenes.BUS, world.entries, strict=False)
        ]
        scenes.see(session, state.run, theme, entries)
        answer = LabAnswer(lab_id=world.lab.id, theme_id=theme.id, kind=AnswerKind.DOING, text="Nous essayons.", at=NOW)
        session.add(answer)
        session.flush()
        world.digest.paragraphs.append(_told(theme, answer, len(world.digest.paragraphs)))
    compose_narrative(session, world.lab, now=NOW, **scenes.FIGURES)
    session.commit()


def _told(theme: Theme, answer: LabAnswer, position: int) -> DigestParagraph:
    evidence = [["theme", str(theme.id)], ["figure", f"{theme.id}/participants"], ["answer", str(answer.id)]]
    return DigestParagraph(
        id=uuid.uuid4(),
        position=position,
        kind=ParagraphKind.THEME.value,
        heading=theme.label,
        theme_id=theme.id,
        sentences=[{"text": theme.label, "evidence": evidence}],
        text=theme.label,
        draft_text=theme.label,
    )


def more_calls(session: Session, world: World) -> None:
    """More calls for ideas, most of them past their last day, each with ideas that wait for the team."""
    for number in range(ADDED):
        ask_once_more(session, world.lab, world.coordinator, f"Un autre appel {number}", over=number > 1)
    session.commit()


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["participant", "coordinator", "admin", "partner"])
@pytest.mark.parametrize("grow", [more_themes, more_calls])
def test_a_page_asks_no_question_for_each_theme_or_call(
    app: Flask,
    session: Session,
    sign_in: SignIn,
    world: World,
    role: str,
    grow: Callable[[Session, World], None],
) -> None:
    client = sign_in(world.people[role]).client

    def asked() -> dict[str, Counter[str]]:
        found = {}
        for _, path in addresses(app, world, "GET"):
            with counting() as sent:
                answer = ask(client, path)
            assert answer.status_code < 500, path
            if answer.status_code == 200:
                found[path] = sent
        return found

    before = asked()
    grow(session, world)
    after = asked()

    assert len(before) > 5
    more = {path: sent - before[path] for path, sent in after.items() if path in before}
    again = {path: sent.most_common(1) for path, sent in more.items() if max(sent.values(), default=0) > FEW}
    assert not again, f"asked for each one: {again}"


def test_the_week_asks_no_question_for_each_month_that_is_not_published(
    session: Session, sign_in: SignIn, world: World
) -> None:
    client = sign_in(world.coordinator).client

    def asked() -> tuple[Counter[str], int]:
        with counting() as sent:
            page = ask(client, "/themes/semaine")
        return sent, page.text.count("approbation")

    before, waiting = asked()
    for number in range(ADDED):
        month = shift(world.draft_digest.month, number + 2)
        session.add(Digest(lab_id=world.lab.id, month=month, title="", drafted_at=NOW))
    session.commit()
    after, more = asked()

    assert more == waiting + ADDED
    assert max((after - before).values()) <= FEW


def test_the_writing_page_counts_texts_only_where_the_lab_has_questions_that_come_in_turn(
    session: Session, sign_in: SignIn, world: World
) -> None:
    client = sign_in(world.author).client

    def counts_texts() -> bool:
        with counting() as sent:
            assert ask(client, "/journal/ecrire").status_code == 200
        return any("count(" in statement and "FROM entry" in statement for statement in sent)

    assert counts_texts()
    session.execute(sa.delete(LabPrompt))
    session.execute(sa.delete(DigestParagraph).where(DigestParagraph.kind == ParagraphKind.QUESTION))
    session.commit()
    assert not counts_texts()
