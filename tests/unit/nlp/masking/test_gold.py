"""The entries masking is measured on: annotated word by word, and those kept aside stay aside."""

import json

import pytest

from benchmarks.masking import FILES, read_gold

KINDS = frozenset(
    {
        "PERSON",
        "TOWN",
        "ADDRESS",
        "EMPLOYER",
        "AGENCY",
        "HEALTH",
        "DATE",
        "PHONE",
        "MAIL",
        "URL",
        "IBAN",
        "NIR",
        "ID",
        "AGE_JOB",
    }
)
HALVES = sorted(FILES)


def split_word(text: str, position: int) -> bool:
    """Tell whether a word goes on from one side of the position to the other."""
    return 0 < position < len(text) and text[position - 1].isalnum() and text[position].isalnum()


@pytest.mark.parametrize("half", HALVES)
def test_every_identifier_is_a_run_of_whole_words_of_a_known_kind(half: str) -> None:
    for gold in read_gold(half):
        end = 0
        for start, stop, kind in gold.spans:
            assert end <= start < stop <= len(gold.text), gold.text
            assert gold.text[start:stop] == gold.text[start:stop].strip(), gold.text
            assert not split_word(gold.text, start), gold.text
            assert not split_word(gold.text, stop), gold.text
            assert kind in KINDS
            end = stop


def test_the_fresh_set_has_every_kind_and_enough_entries_without_any() -> None:
    fresh = read_gold("fresh")

    assert len(fresh) >= 180
    assert {kind for gold in fresh for _, _, kind in gold.spans} == KINDS
    assert sum(not gold.spans for gold in fresh) >= 0.2 * len(fresh)


def test_no_entry_is_in_two_sets() -> None:
    texts = [gold.text for half in HALVES for gold in read_gold(half)]

    assert len(set(texts)) == len(texts)


def test_the_fresh_set_shares_no_run_of_seven_words_with_the_gold_set() -> None:
    def runs(half: str) -> set[tuple[str, ...]]:
        sentences = [gold.text.casefold().split() for gold in read_gold(half)]
        return {tuple(words[i : i + 7]) for words in sentences for i in range(len(words) - 6)}

    assert not runs("fresh") & (runs("dev") | runs("held"))


def test_ids_are_unique_and_every_entry_of_a_file_is_read_by_one_half() -> None:
    rows = [json.loads(line) for file in set(FILES.values()) for line in file.read_text(encoding="utf-8").splitlines()]

    assert len({row["id"] for row in rows}) == len(rows)
    assert sum(len(read_gold(half)) for half in HALVES) == len(rows)
