"""The question that a text copies is nobody's words: it makes passages of its own, which no theme counts."""

import pytest
from sqlalchemy.orm import Session

from journal.entries import hiding
from journal.entries.masking.entries import remake
from journal.entries.models import Entry
from nlp.masking import Mask, MaskKind, MaskSource
from tests.factories import NOW, make_entry, make_person

ASKED = "Racontez un trajet de cette semaine, de la porte jusqu’à l’arrivée."
ANSWER = "Le car de sept heures est passé sans s’arrêter, j’ai marché."


def cut(session: Session, text: str, asked: str, *masks: Mask) -> Entry:
    entry = make_entry(session, make_person(session), text, prompt=asked, masked=False)
    remake(entry, masks, NOW)
    session.flush()
    return entry


def counted(entry: Entry) -> list[str]:
    return [passage.text for passage in entry.passages if passage.counts]


@pytest.mark.parametrize(
    "text",
    [
        f"{ASKED}\n\n{ANSWER}",
        f"{ASKED.upper()} {ANSWER}",
        f"« {ASKED} » {ANSWER}",
        f"{ANSWER}\n{ASKED}",
        f"racontez un trajet de cette semaine  de la porte jusqu'a l'arrivee {ANSWER}",
    ],
)
def test_only_what_answers_it_counts(session: Session, text: str) -> None:
    entry = cut(session, text, ASKED)

    assert counted(entry) == [ANSWER]
    assert all(passage.text == text[passage.start : passage.end] for passage in entry.passages)
    assert "".join("".join(passage.text.split()) for passage in entry.passages) == "".join(text.split())


def test_a_question_of_the_site_is_known_by_its_name(session: Session) -> None:
    entry = cut(session, f"Qui vous a surpris·e, en bien ou en mal ? {ANSWER}", "surprise-03")

    assert counted(entry) == [ANSWER]


def test_a_question_alone_is_nothing_to_count(session: Session) -> None:
    assert counted(cut(session, ASKED, ASKED)) == []


def test_a_text_that_copies_nothing_is_cut_as_any_other(session: Session) -> None:
    assert counted(cut(session, ANSWER, ASKED)) == [ANSWER]


def test_a_question_too_short_to_be_copied_on_purpose_takes_nothing(session: Session) -> None:
    said = f"Et vous ? {ANSWER}"

    assert counted(cut(session, said, "Et vous\u00a0?")) == [said]


def test_a_place_that_is_hidden_in_it_hides_it_no_less(session: Session) -> None:
    asked = "Racontez votre arrivée au centre de Manosque."
    text, at = f"{asked} {ANSWER}", asked.index("Manosque")

    entry = cut(session, text, asked, Mask(at, at + len("Manosque"), MaskKind.PLACE, MaskSource.GUESS))

    assert "Manosque" not in (entry.masked_text or "")
    assert counted(entry) == [ANSWER]


def test_it_does_not_count_either_once_more_of_it_is_hidden(session: Session) -> None:
    entry = cut(session, f"{ASKED} {ANSWER}", ASKED)
    at = ASKED.index("trajet")

    hiding.lay_further(entry, [Mask(at, at + len("trajet"), MaskKind.OTHER, MaskSource.TEAM)])

    assert "trajet" not in (entry.masked_text or "")
    assert counted(entry) == [ANSWER]
