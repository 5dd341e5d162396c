"""What contributions changed, as a month tells it: people counted when they are enough, the team's words, no other."""

from datetime import date

from nlp.prose.composing import compose_digest
from nlp.prose.drafts import Draft, EvidenceKind, ParagraphKind
from nlp.prose.types import ChangeFact, DigestFacts, ThemeFacts

BIKE = ChangeFact("c1", "t1", "Les trajets", "Nous ajoutons le vélo à ce que le récit dit des trajets.")
CRECHE = ChangeFact("c2", "t2", "La garde des enfants", "Nous ne disons plus que tout le monde a une place.")


def month(*changes: ChangeFact, heard: int = 0) -> Draft:
    told = ThemeFacts(ref="t1", label="Les trajets", participants=15)
    return compose_digest(DigestFacts("Lab", date(2026, 11, 1), 20, 40, themes=(told,), changes=changes, heard=heard))


def texts(draft: Draft) -> list[str]:
    [part] = [each for each in draft.paragraphs if each.kind is ParagraphKind.CHANGES]
    assert part.heading == "Ce que vos contributions ont changé"
    return [sentence.text for sentence in part.sentences]


def test_each_change_is_told_in_the_words_of_the_team_and_leads_to_its_theme() -> None:
    draft = month(BIKE, CRECHE)
    part = next(each for each in draft.paragraphs if each.kind is ParagraphKind.CHANGES)

    assert "nous ne disons plus que tout le monde a une place." in texts(draft)[1]
    assert "nous ajoutons le vélo à ce que le récit dit des trajets." in texts(draft)[2]
    assert [[(e.kind, e.ref) for e in sentence.evidence] for sentence in part.sentences[1:]] == [
        [(EvidenceKind.CONTRIBUTION, "c2"), (EvidenceKind.THEME, "t2")],
        [(EvidenceKind.CONTRIBUTION, "c1"), (EvidenceKind.THEME, "t1")],
    ]


def test_what_several_people_asked_for_is_told_once() -> None:
    again = ChangeFact("c3", BIKE.theme_ref, BIKE.label, BIKE.text + "\n")
    [_, only] = next(part for part in month(BIKE, again).paragraphs if part.kind is ParagraphKind.CHANGES).sentences

    assert [evidence.ref for evidence in only.evidence] == ["c1", "c3", "t1"]


def test_people_are_counted_from_five_and_not_under() -> None:
    assert "une dizaine de personnes" in texts(month(BIKE, heard=10))[0].lower()
    assert "personnes" not in texts(month(BIKE, heard=4))[0]


def test_nothing_changed_is_nothing_told() -> None:
    for draft in (month(), month(ChangeFact("c1", "t1", "Les trajets", " "), heard=10)):
        assert ParagraphKind.CHANGES not in {part.kind for part in draft.paragraphs}
