"""Texts as they are kept: the machine's sentences beside a person's words, and what of them anyone may read."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.narrative import facts as reading
from journal.narrative import rules
from journal.narrative.figures import PUBLIC, keep_figures, open_figures
from journal.narrative.models import Digest, Quote
from journal.themes.models import AnalysisRun
from nlp import composing


def public_edition(session: Session, digest: Digest, run: AnalysisRun, *, floor: int, key: str) -> list[dict[str, Any]]:
    """What anyone may read of a month: told again at the public threshold, with the corrections it allows."""
    figures = open_figures(session, digest.lab_id, digest.month, floor=floor, key=key, prefix=PUBLIC)
    draft = composing.compose_digest(reading.digest_facts(session, digest, run, figures))
    keep_figures(session, figures)
    told = {paragraph.theme_ref for paragraph in draft.paragraphs if paragraph.theme_ref}
    private = session.scalars(
        sa.select(Quote.text).where(Quote.digest_id == digest.id, ~Quote.for_public, Quote.text != "")
    ).all()
    corrected = {
        (p.kind, str(p.theme_id or "")): p.text
        for p in digest.paragraphs
        if p.edited_at is not None
        and rules.themes_behind(p.sentences) <= told
        and not any(rules.shares_words(p.text, quote) for quote in private)
    }
    parts = [part(paragraph) for paragraph in draft.paragraphs]
    return [each | {"text": corrected.get((each["kind"], each["theme"]), each["text"])} for each in parts]


def part(paragraph: composing.Paragraph) -> dict[str, Any]:
    """A paragraph as it is kept where nobody corrects it."""
    return {
        "kind": paragraph.kind.value,
        "heading": paragraph.heading,
        "theme": paragraph.theme_ref or "",
        "sentences": sentences(paragraph),
        "text": " ".join(sentence.text for sentence in paragraph.sentences),
    }


def sentences(paragraph: composing.Paragraph) -> list[dict[str, Any]]:
    """The machine's sentences with all they rest on, as they are kept."""
    return [
        {"text": sentence.text, "evidence": [[e.kind.value, e.ref] for e in sentence.evidence]}
        for sentence in paragraph.sentences
    ]
