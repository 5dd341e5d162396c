"""What the team hides of a text: always more, and nothing of what was hidden before can be learnt from it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.clock import day_of
from journal.entries.hiding import carried, check_nothing_shows, hidden_by_team, hide_for_team, same_words
from journal.entries.masked import pieces_read
from journal.entries.masks import Mask, MaskKind, MaskSource, stored
from journal.entries.models import Entry, Passage
from journal.errors import Refused
from nlp import passages
from nlp.masking import apply_masks, merge_masks, shows_no_more
from tests.factories import NOW

NAMED = (
    "Hier Rosalie Aubert m’a conduite à Gap. Sans l’aide d’Alain, et sans rosalie aubert, je renonçais. Merci Alain."
)
GAP = NAMED.index("Gap")


def entry_of(text: str, *masks: Mask, **values: object) -> Entry:
    masked = apply_masks(text, masks)
    rows = {"author_masks": [], "author_shown": [], "team_masks": [], "version": 1} | values
    entry = Entry(text=text, masked_text=masked, masks=stored(masks), **rows)
    entry.passages = [
        Passage(position=n, start=a, end=b, text=masked[a:b], counts=True, vector=b"of the old words")
        for n, (a, b) in enumerate(passages.cut_passages(masked))
    ]
    return entry


@pytest.fixture
def entry() -> Entry:
    return entry_of(NAMED, Mask(GAP, GAP + 3, MaskKind.TOWN))


def hide(entry: Entry, *words: str, kind: MaskKind = MaskKind.SURNAME) -> int:
    [passage] = entry.passages
    places = [(at := passage.text.index(word), at + len(word)) for word in words]
    return hide_for_team(passage, places, kind, now=NOW)


def test_words_that_follow_one_another_are_hidden_together_wherever_they_are_said(entry: Entry) -> None:
    assert hide(entry, "Rosalie", "Aubert") == 2

    assert entry.masked_text == (
        "Hier [NOM] m’a conduite à [VILLE]. Sans l’aide d’Alain, et sans [NOM], je renonçais. Merci Alain."
    )
    assert [passage.text for passage in entry.passages] == [entry.masked_text]


def test_a_word_is_hidden_without_what_is_elided_before_it_nor_what_follows_it(entry: Entry) -> None:
    hide(entry, "d’Alain,", kind=MaskKind.FIRST_NAME)

    assert "l’aide d’[PRÉNOM], et" in str(entry.masked_text)
    assert "Merci [PRÉNOM]." in str(entry.masked_text)


def test_the_vector_made_from_these_words_is_not_kept(entry: Entry) -> None:
    hide(entry, "Aubert")

    assert entry.passages[0].vector is None


def test_a_text_that_is_hidden_further_has_a_new_version(entry: Entry) -> None:
    hide(entry, "Aubert")

    assert entry.version == 2


def test_what_its_author_showed_is_hidden_if_it_names_someone() -> None:
    entry = entry_of(NAMED, author_shown=[[GAP, GAP + 3]])

    hide(entry, "Gap.", kind=MaskKind.PLACE)

    assert "Gap" not in str(entry.masked_text)
    assert entry.author_shown == []


def test_its_author_reads_which_words_and_when(entry: Entry) -> None:
    hide(entry, "Aubert")

    [told] = hidden_by_team(entry)
    assert (told.words, told.kind, told.day) == ("Aubert", "NOM", day_of(NOW))


@pytest.mark.parametrize("ticked", [[], [(0, 0)], [(7, 3)], [(900, 950)], [(4, 5)]])
def test_nothing_that_can_be_read_is_refused(entry: Entry, ticked: list[tuple[int, int]]) -> None:
    with pytest.raises(Refused, match="Cochez au moins un mot"):
        hide_for_team(entry.passages[0], ticked, MaskKind.OTHER, now=NOW)


def test_a_mask_is_not_hidden_again_under_another_name(entry: Entry) -> None:
    before = entry.masked_text
    at = entry.passages[0].text.index("[VILLE]")

    with pytest.raises(Refused):
        hide_for_team(entry.passages[0], [(at, at + 7)], MaskKind.OTHER, now=NOW)

    assert entry.masked_text == before


def test_what_is_hidden_already_is_not_said_to_be_the_team_s() -> None:
    text = "Rose Luce est venue. Oui, rose luce. Rose, Anne, Luce."
    entry = entry_of(text, Mask(0, 9, MaskKind.SURNAME), Mask(43, 47, MaskKind.FIRST_NAME))

    assert hide(entry, "rose", "luce") == 1

    assert entry.masked_text == "[NOM] est venue. Oui, [NOM 2]. Rose, [PRÉNOM], Luce."


def test_a_passage_that_is_no_longer_what_was_read_is_refused(entry: Entry) -> None:
    entry.passages[0].text = "Autre chose."

    with pytest.raises(Refused, match="se refait"):
        hide(entry, "chose")


def test_the_team_reads_of_masks_their_labels_alone(entry: Entry) -> None:
    pieces = pieces_read(NAMED, entry.masks, entry.passages[0].text)

    assert [piece.text for piece in pieces if piece.kind] == ["[VILLE]"]
    assert "Gap" not in str(pieces)
    assert "".join(piece.text for piece in pieces) == entry.masked_text


def test_rewritten_a_text_still_hides_the_same_words_where_it_says_them(entry: Entry) -> None:
    hide(entry, "Aubert", kind=MaskKind.SURNAME)
    text = "Madame AUBERT est partie, et l’aubergiste aussi."

    assert carried(entry, text) == [[7, 13, "surname", NOW.isoformat()]]


@pytest.mark.parametrize(
    ("said", "found"), [("Jean-Luc", ["jean luc"]), ("jean", ["Jean", "jean"]), ("", []), ("…", []), ("luc jean", [])]
)
def test_the_same_words_are_found_whatever_their_case_and_what_joins_them(said: str, found: list[str]) -> None:
    text = "Jean viendra, jean luc aussi ; jeanne non."

    assert [text[a:b] for a, b in same_words(text, said)] == found


# Names that may be hidden already, or not: what is hidden may be what is ticked.
NAMES = ["rose", "luce", "d’alain", "rouge.", "et", "alain,"]
SAID = st.sampled_from([*NAMES, "Rose"])
SOME_KIND = st.sampled_from([MaskKind.FIRST_NAME, MaskKind.OTHER, MaskKind.SURNAME])
WORDS = st.lists(st.tuples(SAID, st.none() | SOME_KIND), min_size=1, max_size=90)
TICKS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 12)), min_size=1, max_size=4)


def written(words: list[tuple[str, MaskKind | None]]) -> Entry:
    """Words, some of them hidden by the machine."""
    text, masks = "", []
    for word, kind in words:
        if kind:
            masks.append(Mask(len(text), len(text) + len(word), kind))
        text += f"{word} "
    return entry_of(text, *masks)


def tick(entry: Entry, ticks: list[tuple[int, int]], kind: MaskKind) -> None:
    for start, size in ticks:
        for passage in list(entry.passages):
            try:
                hide_for_team(passage, [(start, start + size)], kind, now=NOW + timedelta(minutes=start))
            except Refused:
                continue


@given(words=WORDS, ticks=TICKS, kind=SOME_KIND)
def test_masks_only_ever_grow_by_the_team(
    words: list[tuple[str, MaskKind | None]], ticks: list[tuple[int, int]], kind: MaskKind
) -> None:
    entry = written(words)
    before, masks, kept = str(entry.masked_text), entry.masks, list(entry.passages)

    tick(entry, ticks, kind)

    assert shows_no_more(before, str(entry.masked_text))
    assert [row for row in entry.masks if row[3] != MaskSource.TEAM] == masks
    assert entry.passages == kept
    assert all(str(entry.masked_text)[each.start : each.end] == each.text for each in kept)
    team = [Mask(start, end, MaskKind(kind), MaskSource.TEAM) for start, end, kind, _ in entry.team_masks]
    assert {at for mask in team for at in range(mask.start, mask.end)} <= {
        at for start, end, *_ in entry.masks for at in range(start, end)
    }
    # Masked anew, it hides as much.
    assert apply_masks(entry.text, merge_masks([Mask(a, b, MaskKind(k)) for a, b, k, _ in masks], team)) == (
        entry.masked_text
    )


@given(words=WORDS, others=st.permutations(NAMES), ticks=TICKS, kind=SOME_KIND)
def test_nothing_is_learnt_of_what_is_hidden(
    words: list[tuple[str, MaskKind | None]], others: list[str], ticks: list[tuple[int, int]], kind: MaskKind
) -> None:
    """Two texts that read the same, and hide other words, still read the same whatever the team hides of them."""
    instead = dict(zip(NAMES, others, strict=True))
    one = written(words)
    other = written([(instead[word.casefold()] if hidden else word, hidden) for word, hidden in words])
    assert one.masked_text == other.masked_text

    tick(one, ticks, kind)
    tick(other, ticks, kind)

    assert one.masked_text == other.masked_text
    assert [each.text for each in one.passages] == [each.text for each in other.passages]


def test_masks_that_would_show_what_others_hid_are_refused() -> None:
    text = "Karim vient de Digne."
    old = [Mask(0, 5, MaskKind.FIRST_NAME, MaskSource.RULE), Mask(15, 20, MaskKind.TOWN, MaskSource.RULE)]

    check_nothing_shows(text, old, [Mask(0, 20, MaskKind.OTHER, MaskSource.AUTHOR)])
    with pytest.raises(ValueError, match="would show"):
        check_nothing_shows(text, old, old[:1])
