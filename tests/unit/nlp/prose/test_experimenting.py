"""What is tried and counted, as a month tells it: each sentence holds on something, none is made up."""

from datetime import date

from nlp.prose.composing import compose_digest
from nlp.prose.drafts import Draft, EvidenceKind, Paragraph, ParagraphKind
from nlp.prose.types import DigestFacts, ExperimentFact, MeasureFact, ThemeFacts

TRIED = tuple(
    ExperimentFact(
        ref=f"e-{rung}", title="Le minibus", rung=rung, evidence="Vingt trajets, dit le centre. Et plus encore."
    )
    for rung in ("idea", "trial", "evaluated", "replicated", "practice", "norm", "abandoned")
)


def month(experiments: tuple[ExperimentFact, ...] = (), measures: tuple[MeasureFact, ...] = ()) -> Draft:
    told = ThemeFacts(ref="t1", label="Les trajets", participants=15)
    facts = DigestFacts("Lab", date(2026, 11, 1), 20, 40, themes=(told,), experiments=experiments, measures=measures)
    return compose_digest(facts)


def part(draft: Draft) -> Paragraph:
    return next(each for each in draft.paragraphs if each.kind is ParagraphKind.EXPERIMENTS)


def test_what_moved_is_told_with_the_first_sentence_of_its_evidence_and_leads_to_it() -> None:
    told = part(month(experiments=TRIED))

    assert told.heading == "Ce que le Lab essaie"
    assert [[(e.kind, e.ref) for e in s.evidence] for s in told.sentences] == [
        [(EvidenceKind.EXPERIMENT, fact.ref)] for fact in TRIED
    ]
    for sentence in told.sentences:
        assert "«\u00a0Le minibus\u00a0»" in sentence.text
        assert "ingt trajets, dit le centre." in sentence.text
        assert "Et plus encore" not in sentence.text


def test_what_was_counted_says_what_each_side_sees() -> None:
    seen = MeasureFact(
        "i1", "Les embauches", "Entre juin et août, les entreprises voient une hausse, les participant·es non."
    )
    first, second = part(month(measures=(seen, MeasureFact("i2", "Les délais")))).sentences

    assert seen.seen in first.text
    assert [first.evidence[0].ref, second.evidence[0].ref] == ["i1", "i2"]
    assert "hausse" not in second.text


def test_nothing_tried_is_nothing_told() -> None:
    assert ParagraphKind.EXPERIMENTS not in {paragraph.kind for paragraph in month().paragraphs}
