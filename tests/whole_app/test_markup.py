"""Markup that someone writes in any field is shown as text, on every page."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from journal.encryption import EncryptedText, keyring
from journal.tables import Base
from tests.conftest import SignIn
from tests.pages import Browser
from tests.whole_app.walking import addresses, text_of
from tests.whole_app.world import WORD, World

# No spaces: a chart cuts names at their spaces, and a browser takes / for one between attributes.
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img/src=x/onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe/src=javascript:alert(1)></iframe>",
    "<a/href=javascript:alert(1)>x</a>",
    "<body/onload=alert(1)>",
    "<details/open/ontoggle=alert(1)>",
    "<input/autofocus/onfocus=alert(1)>",
    "<math><mtext></p><img/src/onerror=alert(1)>",
    "<form/action=//x.example><input/type=submit>",
    "<base/href=//x.example/>",
    "<meta/http-equiv=refresh/content=0>",
    "<link/rel=stylesheet/href=//x.example>",
    "<style>*{display:none}</style>",
    "<object/data=javascript:alert(1)>",
    "<embed/src=javascript:alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p/title=</noscript><img/src/onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</option></select><script>alert(1)</script>",
    '"onmouseover=alert(1)//',
    '"><script>alert(1)</script>',
    "'><img/src/onerror=alert(1)>",
    "`onmouseover=alert(1)",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<<script>alert(1)//<</script>",
    "<xss/contenteditable/onblur=alert(1)>",
    "javascript:alert(1)",
    "#set/page()#text[x]",
)
# It starts as the word does, so that lists keep their order.
HOSTILE = "¤".join((WORD, *PAYLOADS))
FREE_TEXT = {
    *("entry.text", "entry.helped", "entry.hindered", "entry.free_emotion", "entry.masked_text", "entry.prompt"),
    *("passage.text", "next_step.text", "next_step.outcome", "draft.content", "step.note", "pause.note"),
    *("target_job.title", "lab.name", "lab.contact", "cohort.name", "person.email", "lab_answer.text"),
    *("theme.label", "theme.definition", "theme.includes", "theme.excludes", "theme_comment.text"),
    *("theme_reading.text", "theme_review.note", "theme_review.after", "theme_state.terms", "theme_state.helped"),
    *("digest.title", "digest.public_paragraphs", "digest_paragraph.text", "digest_paragraph.heading", "quote.text"),
    *("narrative.paragraphs", "narrative.public_paragraphs"),
    *("contribution.text", "contribution.masked_text", "contribution.answer"),
    *("common_good.together", "common_good.whom", "common_good.signs", "common_good.refused", "common_good.why"),
    *("common_good_proposal.reason", "common_good_turn.text", "common_good_turn.note", "common_good_reserve.text"),
    *("common_good_words.text", "common_good_words.masked_text", "actor.name"),
    *("call_for_ideas.question", "call_for_ideas.why", "call_for_ideas.conclusion", "idea_question.text"),
    *("idea_words.text", "idea_words.masked_text", "idea_answer.text"),
    *("team_message.words", "team_message.signed_name", "team_message.signed_role", "message_answer.words"),
    *(f"{table}.{name}" for table in ("opened_experiment", "shut_sheet") for name in ("title", "tried", "lesson")),
    *("replication.found", "lab_prompt.text"),
    *(f"legal_notice.{name}" for name in ("controller", "publication_director", "dpo", "dpo_email", "host")),
}
# Pages that show the first words of a text: where it is cut depends on its length.
BEGINNINGS = ("/journal/", "/effacer", "/journal/parcours", "/journal/faire-le-point")
# It holds no words of anyone, and one line more once it has been read and taken away.
GROWS = frozenset({"/registre"})


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["author", "participant", "coordinator", "admin", "partner", "stranger"])
def test_markup_in_any_field_is_shown_as_text_on_every_page(
    app: Flask, session: Session, world: World, sign_in: SignIn, role: str
) -> None:
    browser = Browser(app) if role == "stranger" else sign_in(world.people[role])
    plain = pages_of(app, world, browser)

    touched = replace_everywhere(session, WORD, HOSTILE)
    hostile = pages_of(app, world, browser)

    assert FREE_TEXT - touched == set(), "the world does not fill these"
    assert plain.keys() == hostile.keys()
    assert any(WORD in text_of(page) for page in plain.values())
    for path, page in plain.items():
        if path in GROWS:
            continue
        assert skeleton(hostile[path]) == skeleton(page), path
        if not path.endswith(BEGINNINGS):
            assert _whole(hostile[path]).replace(HOSTILE.casefold(), WORD) == _whole(page), path


def _whole(page: BeautifulSoup) -> str:
    """What a page says, but the first words that tell its links or fields apart to those who hear them: cut too."""
    for beginning in page.select(".visually-hidden [data-user-text]"):
        beginning.clear()
    return text_of(page)


def pages_of(app: Flask, world: World, browser: Browser) -> dict[str, BeautifulSoup]:
    found = {path: browser.page_at(path) for _, path in addresses(app, world, "GET")}
    return {path: page for path, page in found.items() if page is not None}


def skeleton(page: BeautifulSoup) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page and the names of their attributes, in order."""
    return [(tag.name, tuple(sorted(tag.attrs))) for tag in page.find_all(True)]


def replace_everywhere(session: Session, word: str, other: str) -> set[str]:
    """Write ``other`` for ``word`` in every column that holds it; return which those are."""
    touched = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.Text | sa.String | sa.JSON | EncryptedText) and not column.primary_key:
                touched |= _replace_in(session, table, column, word, other)
    session.commit()
    return touched


def _is_sealed(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, EncryptedText)


def _opened(column: sa.Column[Any], value: Any, row_key: Any) -> Any:
    return keyring().decrypt(value, column.type.place, row_key) if value and _is_sealed(column) else value


def _replace_in(session: Session, table: sa.Table, column: sa.Column[Any], word: str, other: str) -> set[str]:
    key, touched = next(iter(table.primary_key.columns)), set()
    for row_key, value in session.execute(sa.select(key, column)):
        if word in json.dumps(_opened(column, value, row_key), default=str):
            put = _put(_opened(column, value, row_key), word, other)
            sealed = keyring().encrypt(put, column.type.place, row_key) if _is_sealed(column) else put
            session.execute(sa.update(table).where(key == row_key).values({column.name: sealed}))
            touched.add(f"{table.name}.{column.name}")
    return touched


def _put(value: Any, word: str, other: str) -> Any:
    if isinstance(value, str):
        return value.replace(word, other)
    if isinstance(value, dict):
        return {name: _put(each, word, other) for name, each in value.items()}
    return [_put(each, word, other) for each in value] if isinstance(value, list) else value
