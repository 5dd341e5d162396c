"""What nlp.language promises: one normal form, offsets that come back, content lemmas."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.language import LONGEST_RUN, fold, for_spacy, lemmas_of, load, normalise, without_masks


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("une ligne\r\nune autre\rla fin", "une ligne\nune autre\nla fin"),
        ("avant\x00après", "avantaprès"),
        ("cloche\x07 et retour\x08", "cloche et retour"),
        ("tabulation\tgardée", "tabulation\tgardée"),
        ("e\u0301té", "été"),
        ("seul\ud800e", "seule"),
    ],
)
def test_normalising_keeps_words_and_drops_what_databases_refuse(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert "\x00" not in once
    assert "\r" not in once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


def test_accents_and_ligatures_fold_away() -> None:
    assert fold("Cœur brûlé à Noël, l’HAŸ") == "coeur brule a noel, l'hay"


def test_typographic_apostrophes_become_straight_before_spacy() -> None:
    assert for_spacy("J’ai eu l’entretien").text == "J'ai eu l'entretien"


@given(st.text(alphabet="a😢(’ \n", max_size=1000))
def test_no_run_is_longer_than_spacy_can_bear(text: str) -> None:
    prepared = for_spacy(text)

    assert max((len(run) for run in prepared.text.split()), default=0) <= LONGEST_RUN


@given(st.text(alphabet="ab’ ", max_size=700), st.data())
def test_a_span_found_by_spacy_comes_back_to_the_same_characters(text: str, data: st.DataObject) -> None:
    prepared = for_spacy(text)
    start = data.draw(st.integers(0, len(prepared.text)))
    end = data.draw(st.integers(start, len(prepared.text)))

    first, last = prepared.original(start, end)

    inserted = set(prepared.inserted)
    expected = "".join(c for at, c in enumerate(prepared.text) if start <= at < end and at not in inserted)
    assert text[first:last].replace("’", "'") == expected


def test_importing_the_module_does_not_import_spacy() -> None:
    code = "import sys, nlp.language; sys.exit('spacy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_masks_are_no_words() -> None:
    assert without_masks("avec [PRÉNOM 2] à [VILLE], [ok]").split() == ["avec", "à", ",", "[ok]"]


@pytest.mark.model
def test_the_pipeline_is_loaded_once() -> None:
    assert load() is load()


@pytest.mark.model
def test_lemmas_keep_what_is_said_and_drop_the_rest() -> None:
    [lemmas] = lemmas_of(["J’ai été découragée par l’entretien avec [PRÉNOM], je me sens seule et fatiguée."])

    assert {"décourager", "entretien", "fatigué"} <= set(lemmas)
    assert not {"avoir", "être", "prénom", "je", "avec", "j'"} & set(lemmas)


@pytest.mark.model
def test_lemmas_come_back_in_the_order_of_the_texts() -> None:
    texts = ["la formation commence", "", "mon permis de conduire"]

    assert [bool(lemmas) for lemmas in lemmas_of(texts)] == [True, False, True]
    assert lemmas_of(texts)[0] == lemmas_of(texts[:1])[0]
