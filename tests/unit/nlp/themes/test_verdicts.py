from collections.abc import Sequence

import numpy as np

from nlp.encoding import load_encoder
from nlp.themes.labels import LONGEST, NO_LABEL, labels_of
from nlp.themes.verdicts import SIDES, Verdicts, known_verdicts, verdicts_on
from nlp.themes.words import read_plainly

LEAST = 5
OTHERS = ["Le four."] * 30
PAPERS, DELAYS, EASY = "trop de papiers", "délais trop longs", "tout s’est bien passé"


def names(themes: Sequence[Sequence[str]], near: dict[str, set[int]]) -> list[str]:
    """The labels of themes whose passages are near to the verdicts named, each text by a person of their own."""
    texts = [text for theme in themes for text in theme]
    groups = [n for n, theme in enumerate(themes) for _ in theme]
    known = known_verdicts()
    nearness = np.array([[float(n in near.get(one.shown, ())) for one in known] for n in groups], dtype=np.float32)
    people = [f"p{i}" for i in range(len(texts))]
    return labels_of(read_plainly(texts), people, groups, len(themes), LEAST, Verdicts(known, nearness))


def test_a_verdict_comes_after_what_many_speak_of_or_alone() -> None:
    def label(subject: int) -> str:
        theme = [
            *["Le guichet. Un justificatif. Du retard."] * subject,
            *["Un justificatif. Du retard."] * (10 - subject),
        ]
        return names([theme, OTHERS], {PAPERS: {0}})[0]

    assert label(subject=6) == f"guichet\u00a0: {PAPERS}"
    assert label(subject=2) == PAPERS


def test_a_verdict_that_hardly_anyone_writes_names_nothing_however_near() -> None:
    def label(writing: int) -> str:
        theme = [*["Le guichet. Un justificatif. Du retard."] * writing, *["Le guichet. Du retard."] * (40 - writing)]
        return names([theme, OTHERS], {PAPERS: {0}})[0]

    assert label(writing=12) == f"guichet\u00a0: {PAPERS}"
    assert label(writing=11) == "guichet"


def test_a_verdict_that_all_are_as_near_to_names_nothing() -> None:
    theme = ["Le guichet. Un justificatif. Du retard."] * 10
    assert PAPERS not in names([theme, OTHERS], {PAPERS: {0, 1}})[0]


def test_fewer_people_than_the_floor_write_no_verdict() -> None:
    def label(writing: int) -> str:
        theme = [
            *["Le guichet. Un justificatif, un justificatif. Du retard."] * writing,
            *["Le guichet. Du retard."] * 3,
        ]
        return names([theme, OTHERS], {PAPERS: {0}})[0]

    assert label(writing=LEAST) == f"guichet\u00a0: {PAPERS}"
    assert label(writing=LEAST - 1) == "guichet"


def test_praise_names_no_theme_that_blames() -> None:
    def label(blaming: int) -> str:
        theme = [*["Le guichet. Du retard."] * blaming, *["Le guichet. Parfait."] * (12 - blaming)]
        return names([theme, OTHERS], {EASY: {0}})[0]

    assert label(blaming=3) == f"guichet\u00a0: {EASY}"
    assert EASY not in label(blaming=6)  # as many praise as blame
    assert EASY not in label(blaming=7)


def test_a_label_holds_two_verdicts_at_most_and_few_enough_characters() -> None:
    theme = ["Justificatif. Délai. Complexe."] * 10
    near = {PAPERS: {0}, DELAYS: {0}, "trop compliqué": {0}}
    (label, _) = names([theme, OTHERS], near)
    assert sum(one in label for one in near) == 2

    subject = "a" * (LONGEST - len(f"\u00a0: {DELAYS}"))
    (label, _) = names([[f"{subject}. Justificatif. Délai. Du retard."] * 10, OTHERS], {PAPERS: {0}, DELAYS: {0}})
    assert label in {f"{subject}\u00a0: {one}" for one in (PAPERS, DELAYS)}


def test_a_verdict_that_others_write_as_often_names_nothing() -> None:
    def label(elsewhere: int) -> str:
        theme = ["Le guichet. Un justificatif. Du retard."] * 6 + ["Le guichet. Du retard."] * 6
        return names([theme, [*["Un justificatif."] * elsewhere, *OTHERS]], {PAPERS: {0}})[0]

    assert label(elsewhere=10) == f"guichet\u00a0: {PAPERS}"
    assert label(elsewhere=20) == "guichet"


def test_the_wider_of_two_themes_keeps_a_verdict_and_the_other_says_its_subject() -> None:
    wide = ["Un justificatif. Du retard."] * 12
    narrow = ["Un justificatif. Du retard. Une gare."] * 3 + ["Une gare."] * 3 + ["Un justificatif. Du retard."] * 2
    assert names([wide, narrow, OTHERS * 2], {PAPERS: {0, 1}})[:2] == [PAPERS, f"gare\u00a0: {PAPERS}"]


def test_without_anything_shared_a_theme_is_to_be_named() -> None:
    assert names([[f"Histoire{chr(97 + i)}." for i in range(10)], OTHERS], {PAPERS: {0}})[0] == NO_LABEL


def test_a_theme_that_nobody_is_in_any_more_is_to_be_named() -> None:
    assert names([["Le guichet."] * 10, [], OTHERS], {PAPERS: {0}})[1] == NO_LABEL


def test_each_verdict_is_nearest_to_its_own_ways_of_saying_it() -> None:
    known, encoder = known_verdicts(), load_encoder()
    said = [(sentence, one.shown) for one in known for sentence in one.said]
    read = verdicts_on(encoder.encode([sentence for sentence, _ in said]), encoder)
    nearest = [known[int(row.argmax())].shown for row in read.nearness]
    assert [(s, found) for (s, own), found in zip(said, nearest, strict=True) if found != own] == []


def test_verdicts_are_short_told_by_words_and_on_one_side_only() -> None:
    known = known_verdicts()
    assert {one.side for one in known} == set(SIDES.values())
    assert len({one.shown for one in known}) == len(known)
    assert all(one.keys and () not in one.keys and len(one.shown) <= LONGEST for one in known)
