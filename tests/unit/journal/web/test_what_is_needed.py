"""Whoever fills in a form knows beforehand what is needed (RGAA 11.10)."""

import pytest
from markupsafe import Markup

from journal.web.forms import telling_what_is_needed

NAME = Markup('<input id="n" name="n" type="text" required>')
WORDS = Markup('<textarea id="w" name="w" required></textarea>')
KIND = Markup('<input name="k" type="radio" value="a"><input name="k" type="radio" value="b">')
BOX = Markup('<input name="b" type="checkbox">')
TOKEN = Markup('<input name="t" type="hidden">')


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (NAME + WORDS, "Les deux champs sont obligatoires."),
        (NAME + KIND, "Les deux champs sont obligatoires."),
        (NAME + WORDS + KIND, "Tous les champs sont obligatoires."),
        (NAME + WORDS + BOX, "Tous les champs sont obligatoires, sauf la case à cocher."),
        (NAME + WORDS + BOX + BOX, "Tous les champs sont obligatoires, sauf les cases à cocher."),
    ],
)
def test_a_form_that_needs_all_its_fields_says_so(fields: Markup, told: str) -> None:
    assert telling_what_is_needed(fields) == f'<p class="hint">{told}</p>{fields}'


@pytest.mark.parametrize(
    "fields",
    [
        NAME,
        NAME + TOKEN,
        NAME + BOX,
        NAME + WORDS.replace(" required", ""),
        NAME + WORDS + KIND + Markup('<span class="optional">(facultatif)</span>'),
    ],
)
def test_a_form_of_one_field_or_whose_fields_may_be_left_says_nothing_of_all(fields: Markup) -> None:
    assert telling_what_is_needed(fields) == fields


def test_it_is_said_under_the_heading_of_the_form() -> None:
    told = telling_what_is_needed(Markup("<h2>Créer</h2>") + NAME + WORDS)

    assert told.startswith('<h2>Créer</h2><p class="hint">Les deux champs')
