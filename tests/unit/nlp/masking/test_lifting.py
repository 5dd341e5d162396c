"""A mask that may hide somebody's name is never lifted, whatever the machine took it for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.masking import Mask, MaskKind, MaskSource, liftable

MARKED = re.compile(r"\{([^|{}]+)\|(\w+)(?:\|(\w+))?\}")


def read(marked: str) -> tuple[str, list[Mask]]:
    """« Je vis à {Gap|town}. » as a text and its masks, found by a gazetteer unless it says otherwise."""
    text, masks, at = "", [], 0
    for found in MARKED.finditer(marked):
        text += marked[at : found.start()]
        source = MaskSource(found[3] or "gazetteer")
        masks.append(Mask(len(text), len(text) + len(found[1]), MaskKind(found[2]), source))
        text, at = text + found[1], found.end()
    return text + marked[at:], masks


def lifted(marked: str) -> list[str]:
    text, masks = read(marked)
    return [text[mask.start : mask.end] for mask in liftable(text, masks)]


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("J’habite à {Manosque|town}.", ["Manosque"]),
        ("De {Manosque|town} à {Gap|town} et {Digne|town}, à pied.", ["Gap", "Digne"]),
        ("La gare de {Gap|town} et la mairie de la {Ciotat|town}.", ["Gap", "Ciotat"]),
        ("Dans le quartier des {Minguettes|place}.", ["Minguettes"]),
        (
            "Le GRETA {de Digne|organisation}, le {12 mars|date|rule}, à {34 ans|age|rule}.",
            ["de Digne", "12 mars", "34 ans"],
        ),
        ("Un {mot|other|author} à moi.", ["mot"]),
    ],
)
def test_places_organisations_dates_and_ages_are_lifted(marked: str, shown: list[str]) -> None:
    assert lifted(marked) == shown


@pytest.mark.parametrize(
    "marked",
    [
        "Vu Mme {Paris|surname} à {Paris|town}.",
        "J’habite à {Gap|town}, avec {gap|first_name}.",
        "{Villeneuve|town}, ma conseillère, est absente.",
        "L’infirmière {Toulon|town} et le fils {Cavaillon|town}.",
        "Le fils de {Cavaillon|town}, la famille {Peyruis|town}.",
        "J’ai parlé à {Carpentras|town} ce matin. On l’a dit à {Gap|town}.",
        "Avec {Aubagne|town} et {Cassis|town}, mes collègues.",
        "J’étais avec {Mamadou|first_name} {Bamako|place}.",
        "À {Saint|place}-{Jérôme|first_name}.",
        "À {Marie|organisation|ner} {Lyon|town}.",
        "{Lilou|other|author} {Lyon|town} crie.",
        "Chez {Karim Immobilier|place}, les {amis de Josiane|organisation}.",
        "À {Ferrandi|town|ner}.",
        "Elle est née le {3 mars 1990|date|rule}.",
        "{Karim|first_name}, {Benali|surname}, {06 00 00 00 00|phone|rule}, {Dupont et Fils|company}.",
    ],
)
def test_what_may_be_somebody_s_name_stays(marked: str) -> None:
    text, masks = read(marked)
    own = [mask for mask in masks if mask.source is MaskSource.AUTHOR]

    assert liftable(text, masks) == own


WORDS = st.lists(st.sampled_from(["à", "de", "gare", "Gap", "Karim", ",", "et", "dit", "Mme"]), min_size=1, max_size=9)
KINDS = st.sampled_from(list(MaskKind))
SOURCES = st.sampled_from(list(MaskSource))


@given(WORDS, st.data())
def test_one_more_name_never_opens_more(words: list[str], data: st.DataObject) -> None:
    text, spans, at = " ".join(words), [], 0
    for word in words:
        spans.append((at, at + len(word)))
        at += len(word) + 1
    masks = [Mask(*span, data.draw(KINDS), data.draw(SOURCES)) for span in spans if data.draw(st.booleans())]
    if not masks:
        return
    index = data.draw(st.integers(0, len(masks) - 1))
    named = [*masks]
    named[index] = Mask(masks[index].start, masks[index].end, MaskKind.SURNAME, MaskSource.GAZETTEER)

    assert set(liftable(text, named)) <= set(liftable(text, masks))
