"""From the rows and rules of the pages to what the API says. Nothing is decided here."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from journal.api import schemas
from journal.clock import day_of
from journal.cooperation.models import LabAnswer
from journal.cooperation.rules import is_overdue
from journal.entries.prompts import Prompt
from journal.narrative import queries, rules
from journal.narrative.beside import Beside, part_key
from journal.narrative.models import Digest
from journal.pathways.models import StepKind
from journal.themes import wording
from journal.themes.cards import Card, Sighting
from nlp.emotions import Emotion
from nlp.prose.drafts import EvidenceKind
from nlp.prose.types import AnswerKind
from nlp.types import Solidity


def theme(card: Card) -> dict[str, Any]:
    """The fields of a theme, as its card shows them; only for a card that has figures."""
    state = card.state
    if state is None or card.people is None:
        raise ValueError("this card shows nothing")
    return {
        "id": card.theme.id,
        "label": card.theme.label,
        "color": card.color,
        "born_on": card.theme.born_on,
        "definition": card.theme.definition,
        "includes": card.theme.includes,
        "excludes": card.theme.excludes,
        "participants": card.people,
        "passages": card.passages,
        "event": card.event,
        "solidity": state.solidity,
        "solidity_sentence": card.solidity_sentence,
        "terms": card.terms,
        "anti_terms": card.anti_terms,
        "helped": card.helped,
        "hindered": card.hindered,
        "agency": card.agency_sentence,
        "emotions": [
            {"emotion": value, "label": Emotion(value).label, "participants": people}
            for value, people in card.emotions.items()
        ],
        "quarters": [
            {"valence": valence, "control": control, "participants": people}
            for (valence, control), people in sorted(card.quarters.items(), reverse=True)
        ],
        "steps": [{"step": step, "participants": people} for step, people in card.steps.items()],
        "months": [{"month": month, "participants": people} for month, people in card.months],
    }


def sighting(seen: Sighting) -> dict[str, Any]:
    return {"month": seen.month, "event": seen.event, "participants": seen.people}


def answer(row: LabAnswer, theme_id: uuid.UUID | None, *, today: Any) -> schemas.Answer:
    """An answer of the Lab to a theme, or to one that was merged into it; to nothing when it may not be named."""
    return schemas.Answer(
        id=row.id,
        theme=theme_id,
        kind=row.kind,
        kind_label=row.kind.label,
        text=row.text,
        at=row.at,
        due_on=row.due_on,
        done_on=row.done_on,
        is_overdue=is_overdue(row, today),
    )


def sentences(kept: Iterable[Mapping[str, Any]]) -> list[schemas.Sentence]:
    """Sentences with how many things of each kind they rest on; which ones stays on the site."""
    return [
        schemas.Sentence(
            text=sentence["text"],
            evidence=[
                schemas.Evidence(kind=EvidenceKind(kind), count=count)
                for kind, count in sorted(Counter(kind for kind, _ in sentence["evidence"]).items())
            ],
        )
        for sentence in kept
    ]


def narrative_paragraph(part: Mapping[str, Any], resonances: Mapping[str, str]) -> schemas.NarrativeParagraph:
    return schemas.NarrativeParagraph(
        kind=part["kind"],
        heading=part["heading"],
        theme=uuid.UUID(part["theme"]) if part["theme"] else None,
        text=" ".join(sentence["text"] for sentence in part["sentences"]),
        sentences=sentences(part["sentences"]),
        resonance=resonances.get(part["theme"]),
    )


def digest_summary(digest: Digest, url: str) -> dict[str, Any]:
    return {
        "month": f"{digest.month:%Y-%m}",
        "title": digest.title,
        "published_at": digest.published_at,
        "editions": len(digest.revisions),
        "url": url,
    }


def digest(
    row: Digest, parts: Iterable[Mapping[str, Any]], public: Iterable[Mapping[str, Any]], beside: Beside, url: str
) -> schemas.Digest:
    """A published month; ``public`` are the parts anyone may read, none while the Lab is closed."""
    paragraphs = [
        schemas.DigestParagraph(
            kind=part["kind"],
            heading=part["heading"],
            theme=part["theme"],
            text=part["text"],
            sentences=sentences(part["sentences"]),
            replies=_replies(part, beside),
        )
        for part in parts
    ]
    return schemas.Digest(
        **digest_summary(row, url),
        paragraphs=paragraphs,
        ledger=[
            schemas.LedgerLine(label=label, amount=amount)
            for label, amount in rules.ledger_lines(row.provenance.get("ledger", {}))
        ],
        counted_on=day_of(row.drafted_at),
        history=[schemas.Revision(at=each.at, what=each.what) for each in queries.revisions(row)],
        open_paragraphs=[
            schemas.OpenParagraph(
                kind=each["kind"], heading=each["heading"], text=each["text"], replies=_replies(each, beside)
            )
            for each in public
        ]
        or None,
    )


def _replies(part: Mapping[str, Any], beside: Beside) -> list[schemas.MonthReply]:
    """What organisations answer to a part, as it is published beside it."""
    return [
        schemas.MonthReply(organisation=said.organisation, text=said.text, published_on=said.on)
        for said in beside.get(part_key(part["kind"], part["theme"]), ())
    ]


def vocabulary() -> schemas.Vocabulary:
    return schemas.Vocabulary(
        emotions=[
            schemas.EmotionWord(value=each, label=each.label, valence=each.valence, control=each.control)
            for each in Emotion
        ],
        steps=[schemas.Word(value=step.value, label=step.label) for step in StepKind],
        solidity=[schemas.Word(value=each.value, label=wording.SOLIDITY[each]) for each in Solidity],
        answers=[schemas.Word(value=kind.value, label=kind.label) for kind in AnswerKind],
    )


def prompt(known: Prompt) -> schemas.Prompt:
    steps = sorted(step.value for step in known.steps)
    return schemas.Prompt(id=known.id, family=known.label, text=known.text, steps=steps)


def page_of(items: Sequence[Any], asked: schemas.Paging) -> Sequence[Any]:
    """The part of a whole list that a page holds."""
    start = (asked.page - 1) * asked.size
    return items[start : start + asked.size]
