"""Write docs/exemples-recits.md: six months of an invented Lab, composed one after the other from facts alone.

Run as ``python docs/generate_examples.py`` from the top of the repository.
"""

import sys
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from nlp.composing import (  # noqa: E402  (the path comes first: the script runs without an installation)
    AnswerFact,
    AnswerKind,
    DigestFacts,
    Draft,
    LedgerFacts,
    MinorityFact,
    NarrativeFacts,
    QuoteFact,
    ThemeFacts,
    compose_digest,
    compose_narrative,
    find_tension,
    find_turning_point,
)
from nlp.emotions import Emotion  # noqa: E402
from nlp.types import ThemeEvent  # noqa: E402

INTRODUCTION = """# Six mois de récits

Ces textes sont composés par le programme à partir de faits inventés (`exemples-recits.toml`) : un Lab fictif de
Provence, des personnes et des citations qui n’existent pas. Aucune main ne les a retouchés. Ils se lisent à la suite,
pour juger si l’on s’en lasse. Pour les refaire : `python docs/generate_examples.py`.
"""


def theme_facts(source: dict[str, Any], labels: dict[str, list[str]]) -> ThemeFacts:
    ref = source["ref"]
    return ThemeFacts(
        ref=ref,
        label=labels[ref][0],
        definition=labels[ref][1],
        participants=source["participants"],
        previous=source.get("previous"),
        event=ThemeEvent(source["event"]),
        months=source["months"],
        emotions=tuple((Emotion(name), share) for name, share in source.get("emotions", ())),
        helped=tuple(source.get("helped", ())),
        hindered=tuple(source.get("hindered", ())),
        steps=tuple((name, share) for name, share in source.get("steps", ())),
        quotes=tuple(QuoteFact(f"{ref}/{n}/{text[:8]}", text) for n, text in enumerate(source.get("quotes", ()))),
        agency=source.get("agency"),
    )


def answer_fact(source: dict[str, Any], labels: dict[str, list[str]]) -> AnswerFact:
    return AnswerFact(
        ref=source["ref"],
        theme_ref=source["theme"],
        kind=AnswerKind(source["kind"]),
        text=source["text"],
        due=source.get("due"),
        reason=source.get("reason", ""),
        label=labels[source["theme"]][0],
    )


def minority_fact(source: dict[str, Any] | None) -> MinorityFact | None:
    if source is None:
        return None
    quote = QuoteFact(f"{source['ref']}/quote", source["text"]) if "text" in source else None
    emotion = Emotion(source["emotion"]) if "emotion" in source else None
    return MinorityFact(source["ref"], quote, emotion)


def month_facts(
    source: dict[str, Any], lab: dict[str, Any], before: DigestFacts | None, previous: frozenset[str]
) -> DigestFacts:
    labels = lab["labels"]
    themes = tuple(theme_facts(theme, labels) for theme in source["themes"])
    return DigestFacts(
        lab_name=lab["lab"],
        month=source["month"],
        participants=source["participants"],
        entries=source["entries"],
        themes=themes,
        answers=tuple(answer_fact(answer, labels) for answer in source.get("answers", ())),
        tension=find_tension(themes),
        turning_point=find_turning_point(themes, before.themes) if before else None,
        minority=minority_fact(source.get("minority")),
        previous_sentences=previous,
        ledger=LedgerFacts(**source["ledger"]),
    )


def compose_months(lab: dict[str, Any]) -> tuple[list[DigestFacts], list[Draft]]:
    """Compose every month, each knowing the sentences of the two before it."""
    facts: list[DigestFacts] = []
    drafts: list[Draft] = []
    for source in lab["months"]:
        previous = frozenset(sentence.text for draft in drafts[-2:] for sentence in draft.sentences)
        facts.append(month_facts(source, lab, facts[-1] if facts else None, previous))
        drafts.append(compose_digest(facts[-1]))
    return facts, drafts


def living_facts(months: list[DigestFacts]) -> NarrativeFacts:
    """Take each theme as its latest month tells it, with its largest count and all its quotes."""
    latest = {theme.ref: theme for month in months for theme in month.themes}
    every = [theme for month in months for theme in month.themes]
    themes = tuple(
        replace(
            theme,
            participants=max(each.participants for each in every if each.ref == theme.ref),
            quotes=tuple(quote for each in every if each.ref == theme.ref for quote in each.quotes),
        )
        for theme in latest.values()
    )
    return NarrativeFacts(
        lab_name=months[-1].lab_name,
        since=months[0].month,
        today=date(2026, 10, 31),
        participants=45,
        entries=275,
        themes=themes,
        answers=tuple({answer.ref: answer for month in months for answer in month.answers}.values()),
        tension=find_tension(themes),
    )


def as_markdown(draft: Draft) -> str:
    blocks = [f"## {draft.title}"]
    for paragraph in draft.paragraphs:
        if paragraph.heading:
            blocks.append(f"### {paragraph.heading}")
        blocks.append(" ".join(sentence.text for sentence in paragraph.sentences))
    return "\n\n".join(blocks)


def main() -> None:
    lab = tomllib.loads((HERE / "exemples-recits.toml").read_text(encoding="utf-8"))
    facts, drafts = compose_months(lab)
    texts = [as_markdown(draft) for draft in (*drafts, compose_narrative(living_facts(facts)))]
    (HERE / "exemples-recits.md").write_text("\n\n".join([INTRODUCTION.rstrip(), *texts]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
