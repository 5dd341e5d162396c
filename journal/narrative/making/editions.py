"""How texts are stored, the machine's sentences beside people's corrections, and what leaves the Lab."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.orm import Session

from journal.counting.disclosure import Disclosure
from journal.narrative import laying_out, queries, redacting, rules, whose_words
from journal.narrative.figures import PUBLIC, keep_figures, open_figures, values
from journal.narrative.gathering.facts import digest_facts
from journal.narrative.making import checks, quotes
from journal.narrative.models import Digest, DigestParagraph
from journal.themes.models import AnalysisRun
from nlp.prose import composing, drafts, types


def public_edition(
    session: Session, digest: Digest, run: AnalysisRun, inside: types.DigestFacts, disclosure: Disclosure
) -> list[dict[str, Any]]:
    """The public text of a month, composed again with the floor of public pages.

    Corrections were made to the text ``inside`` the Lab: a corrected paragraph becomes public only if everything it
    rests on is public too, and a paragraph that was emptied is left out.
    """
    figures = open_figures(session, digest.lab_id, digest.month, disclosure, prefix=PUBLIC)
    outside = digest_facts(session, digest, run, figures)
    draft = composing.compose_digest(outside)
    checks.figures_hide_the_few(session, figures)
    keep_figures(session, figures)
    ledger = asdict(outside.ledger) if outside.ledger else {}
    digest.provenance = digest.provenance | {"public_figures": values(figures), "public_ledger": ledger}
    quoted = quotes.accepted_for(session, digest)
    private = [quote.text for quote in quoted if not quote.for_public or queries.go_unnamed(session, digest.lab_id)]
    corrected = {
        p.part: p.text
        for p in digest.paragraphs
        if p.edited_at is not None
        and _tells_the_same(p, inside, outside)
        and not any(whose_words.shares_words(p.text, quote) for quote in private)
    }
    emptied = {p.part for p in digest.paragraphs if not p.text}
    parts = [each for each in map(part, draft.paragraphs) if (each["kind"], each["theme"]) not in emptied]
    return [each | {"text": corrected.get((each["kind"], each["theme"]), each["text"])} for each in parts]


def _tells_the_same(paragraph: DigestParagraph, inside: types.DigestFacts, outside: types.DigestFacts) -> bool:
    """Whether everything that a paragraph rests on is the same in the public text."""
    told = {theme.ref: replace(theme, quotes=()) for theme in (*outside.themes, *outside.fading)}
    same = {theme.ref for theme in (*inside.themes, *inside.fading) if replace(theme, quotes=()) == told.get(theme.ref)}
    totals = (inside.participants, inside.entries) == (outside.participants, outside.entries)
    ledgers = paragraph.kind != drafts.ParagraphKind.LEDGER or inside.ledger == outside.ledger
    asked = paragraph.kind != drafts.ParagraphKind.ASKED or inside.asked == outside.asked
    named, measured = rules.themes_behind(paragraph.sentences)
    return totals and ledgers and asked and named <= told.keys() and measured <= same


def carried_away(session: Session, digest: Digest) -> list[dict[str, Any]]:
    """A published month for export, on paper or through the API, next to the name of the Lab.

    For a small Lab, it contains no quotes.
    """
    parts = [
        {
            "kind": paragraph.kind,
            "heading": paragraph.heading,
            "theme": paragraph.theme_id,
            "text": paragraph.text,
            "sentences": laying_out.as_read(paragraph.sentences, paragraph.text),
        }
        for paragraph in digest.paragraphs
    ]
    return _without_words(parts, _held_back(session, digest.lab_id, digest))


def in_public(session: Session, digest: Digest) -> list[dict[str, Any]]:
    """The public text of a month now: a Lab that has become small no longer shows any quotes."""
    return _without_words(digest.public_paragraphs or [], _held_back(session, digest.lab_id, digest))


def living_away(session: Session, lab_id: uuid.UUID, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts of the living récit for export, next to the name of the Lab."""
    return _without_words(parts, _held_back(session, lab_id, None))


def _held_back(session: Session, lab_id: uuid.UUID, digest: Digest | None) -> list[str]:
    """The quotes of a month, or of all months, that may not appear next to the name of the Lab."""
    if not queries.go_unnamed(session, lab_id):
        return []
    accepted = quotes.accepted_for(session, digest) if digest else quotes.accepted_in(session, lab_id)
    return [quote.text for quote in accepted]


def _without_words(parts: Iterable[Mapping[str, Any]], held_back: Sequence[str]) -> list[dict[str, Any]]:
    """Parts without the sentences that contain one of these quotes."""
    told = [
        {
            **part,
            "text": redacting.without_voices(part["kind"], part["text"], held_back) if held_back else part["text"],
            "sentences": [
                sentence
                for sentence in part["sentences"]
                if not any(whose_words.shares_words(sentence["text"], quote) for quote in held_back)
            ],
        }
        for part in parts
    ]
    return [part for part in told if part["text"]]


def part(paragraph: drafts.Paragraph) -> dict[str, Any]:
    """A paragraph as it is stored where nobody corrects it, with the steps it describes."""
    kept: dict[str, Any] = {
        "kind": paragraph.kind.value,
        "heading": paragraph.heading,
        "theme": paragraph.theme_ref or "",
        "sentences": sentences(paragraph),
        "text": " ".join(sentence.text for sentence in paragraph.sentences),
    }
    return kept | ({"steps": [asdict(step) for step in paragraph.steps]} if paragraph.steps else {})


def sentences(paragraph: drafts.Paragraph) -> list[dict[str, Any]]:
    """The machine's sentences with their evidence, as they are stored."""
    return [
        {"text": sentence.text, "evidence": [[e.kind.value, e.ref] for e in sentence.evidence]}
        for sentence in paragraph.sentences
    ]
