"""A journal opens on writing; what the Lab asks comes after it."""

from sqlalchemy.orm import Session

from tests.factories import make_entry
from tests.pages import Browser, main_of
from tests.web.calls.calling import Scene

ASKED, EMPTY = "Le Lab vous pose une question", "Rien encore. Une ligne suffit pour commencer"


def test_writing_comes_before_what_the_lab_asks(call: str, amina: Browser, scene: Scene, session: Session) -> None:
    newcomer = main_of(amina.get("/journal/"))
    assert newcomer.index(EMPTY) < newcomer.index(" Écrire ") < newcomer.index(ASKED)

    make_entry(session, scene.author)
    session.commit()

    text = main_of(amina.get("/journal/"))
    assert EMPTY not in text
    assert text.index(" Écrire ") < text.index(ASKED)
