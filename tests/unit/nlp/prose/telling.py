"""Facts to tell: any that may be drawn, and one theme and one month made by hand."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from nlp.emotions import Emotion
from nlp.prose.drafts import Draft, ParagraphKind
from nlp.prose.findings import find_tension
from nlp.prose.types import (
    AnswerFact,
    AnswerKind,
    AskedFact,
    DigestFacts,
    LedgerFacts,
    MinorityFact,
    QuoteFact,
    ThemeFacts,
    TurningPointFact,
    UntoldFact,
)
from nlp.types import Solidity, ThemeEvent

LABELS = (
    "Transport et mobilité",
    "Attente de réponses",
    "La garde des enfants",
    "Le groupe et la formatrice",
    "Les horaires",
    "L’âge",
    "Le Havre",
    "Être reçu·e",
    "Honte et silence",
    "Le logement : attendre",
)
PHRASES = ("le covoiturage", "crèche", "Les horaires décalés", "un appel", "« surqualifiée »", "honte")
QUOTES = (
    "J'ai attendu trois mois...",
    "Pourquoi moi ?",
    "je sais pas",
    "On m’a dit « revenez demain ». Demain !",
    "Ça va mieux.",
)
SHARES = st.floats(0, 1, allow_nan=False)
COUNTS = st.integers(1, 12).map(lambda n: n * 5)


@st.composite
def themes(draw: st.DrawFn, ref: str, label: str) -> ThemeFacts:
    quotes = draw(st.lists(st.sampled_from(QUOTES), max_size=3, unique=True))
    return ThemeFacts(
        ref=ref,
        label=label,
        participants=draw(COUNTS),
        event=draw(st.sampled_from(ThemeEvent)),
        previous=draw(st.none() | COUNTS),
        months=draw(st.integers(1, 9)),
        emotions=tuple(
            draw(st.lists(st.tuples(st.sampled_from(Emotion), SHARES), max_size=3, unique_by=lambda pair: pair[0]))
        ),
        helped=tuple(draw(st.lists(st.sampled_from(PHRASES), max_size=4, unique=True))),
        hindered=tuple(draw(st.lists(st.sampled_from(PHRASES), max_size=4, unique=True))),
        steps=tuple(draw(st.lists(st.tuples(st.sampled_from(("Immersion", "Entretiens")), SHARES), max_size=2))),
        quotes=tuple(QuoteFact(f"{ref}-q{n}", text) for n, text in enumerate(quotes)),
        agency=draw(st.none() | st.floats(1, 5)),
        solidity=draw(st.sampled_from(Solidity)),
        first_reading=draw(st.sampled_from(("", "Sans bus, on renonce."))),
        second_reading=draw(st.sampled_from(("", "Ce n’est pas le bus, c’est l’heure."))),
    )


@st.composite
def answers(draw: st.DrawFn, ref: str) -> AnswerFact:
    return AnswerFact(
        ref=ref,
        theme_ref=draw(st.sampled_from(("t0", "t1", "gone"))),
        kind=draw(st.sampled_from(AnswerKind)),
        text=f"{draw(st.sampled_from(('Ouvrir une salle', 'France Travail ouvre', 'CER partenaire')))} {ref}",
        due=draw(st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1))),
        reason=draw(st.sampled_from(("", "aucune règle ne le prévoit", "Parce que la loi l'interdit."))),
        done=draw(st.booleans()),
        told=draw(st.booleans()),
    )


def asked() -> st.SearchStrategy[AskedFact]:
    felt = st.lists(st.tuples(st.sampled_from(Emotion), SHARES), max_size=3, unique_by=lambda pair: pair[0]).map(tuple)
    return st.builds(
        AskedFact,
        st.just(date(2025, 12, 1)),
        st.just(date(2026, 1, 4)),
        st.sampled_from(("Et vous ?", "Sur « Attendre », qu’en dire ?", "Racontez.")),
        st.just(0) | COUNTS,
        felt,
        st.sampled_from(((), ("t0",), ("t0", "t1"), ("gone",))),
    )


@st.composite
def digests(draw: st.DrawFn, most: int = 4) -> DigestFacts:
    labels = draw(st.permutations(LABELS))
    told = tuple(draw(themes(f"t{n}", labels[n])) for n in range(draw(st.integers(0, most))))
    fading = tuple(
        replace(draw(themes(f"f{n}", labels[-1])), event=ThemeEvent.FADES) for n in range(draw(st.integers(0, 1)))
    )
    turning = TurningPointFact("t0", Emotion.WORRY, Emotion.RELIEF) if draw(st.booleans()) else None
    minority = draw(
        st.sampled_from((None, MinorityFact("m", QuoteFact("mq", QUOTES[0])), MinorityFact("m", None, Emotion.SHAME)))
    )
    return DigestFacts(
        lab_name="Lab Durance",
        month=draw(st.dates(date(2026, 1, 1), date(2027, 12, 1))).replace(day=1),
        participants=draw(COUNTS),
        entries=draw(COUNTS),
        themes=told,
        fading=fading,
        untold=tuple(UntoldFact(f"u{n}", labels[-2 - n]) for n in range(draw(st.integers(0, 2)))),
        answers=tuple(draw(answers(f"a{n}")) for n in range(draw(st.integers(0, 3)))),
        tension=find_tension(told),
        turning_point=turning,
        minority=minority,
        asked=draw(st.none() | asked()),
        question_seed=draw(st.sampled_from(("", "t0", "autre"))),
        counted_on=draw(st.none() | st.just(date(2026, 11, 3))),
        ledger=draw(
            st.none() | st.builds(LedgerFacts, shared=COUNTS, elsewhere=st.integers(0, 30), private=st.integers(0, 30))
        ),
    )


def theme(ref: str = "t0", **changes: object) -> ThemeFacts:
    return replace(ThemeFacts(ref, "La garde des enfants", 20), **changes)  # type: ignore[arg-type]


def digest(*told: ThemeFacts, **changes: object) -> DigestFacts:
    facts = DigestFacts("Lab Durance", date(2026, 10, 1), 40, 70, told)
    return replace(facts, **changes)  # type: ignore[arg-type]


def text_of(draft: Draft, kind: ParagraphKind) -> str:
    return " ".join(s.text for paragraph in draft.paragraphs if paragraph.kind is kind for s in paragraph.sentences)
