"""A place of care is hidden with its noun, also when an article is glued to it or when what it stands by names it."""

import pytest
import spacy

from nlp.masking.finding import find_by_rules
from nlp.masking.kinds import MaskKind

NLP = spacy.blank("fr")


def _care(text: str) -> list[str]:
    [masks] = find_by_rules([text], NLP)
    return [text[mask.start : mask.end] for mask in masks if mask.kind is MaskKind.HEALTH]


@pytest.mark.parametrize(
    "place",
    [
        "lehpad les jonquilles",
        "lhopital des Tilleuls",
        "caisson de la timone",
        "centre antidouleur de Bois-Guillaume",
        "maison de santé de la gare",
        "cabinet médical de la poste",
        "pharmacie de la mairie",
    ],
)
def test_a_place_of_care_is_hidden_with_its_noun(place: str) -> None:
    assert _care(f"je vais a {place}, merci") == [place]


@pytest.mark.parametrize(
    "text",
    ["je vais à lehpad demain", "la maison de la gare", "le cabinet médical de la ville", "la pharmacie est fermée"],
)
def test_a_noun_of_care_without_a_name_stays(text: str) -> None:
    assert _care(text) == []
