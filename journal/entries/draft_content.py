"""The contents of a draft: cleaned as the writing form cleans them, and given back as it expects them."""

import hmac
import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from journal.entries.models import Draft
from journal.text import clean_text
from journal.web.settings import settings
from nlp.emotions import Emotion

# A draft may be longer than an entry: it is for its author to shorten, not for us to cut.
LONGEST_FIELD = 60_000
LONGEST_SUBMISSION = 64
LONGEST_VERSION = 10  # digits
SINGLE = (
    "text",
    "happened_on",
    "step",
    "free_emotion",
    "helped",
    "hindered",
    "agency",
    "next_step",
    "next_step_on",
    "prompt",
    "version",
    *(f"intensity_{emotion.value}" for emotion in Emotion),
)


def submission_of(fields: Mapping[str, Any]) -> str:
    """The identifier given to the form when it was opened: sent twice, it creates one entry."""
    return tidy_submission(fields.get("submission"))


def tidy_submission(value: object) -> str:
    """A submission identifier as stored: short, safe text whatever was sent."""
    return (clean_text(value) or "")[:LONGEST_SUBMISSION] if isinstance(value, str) else ""


def version_of(fields: Mapping[str, Any]) -> int:
    """The version of the draft that a page knew when it was sent."""
    raw = str(fields.get("draft_version", ""))
    return int(raw) if raw.isdecimal() and len(raw) < LONGEST_VERSION else 0


def read(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the writing form, cleaned as the form cleans them; others are ignored."""
    content: dict[str, Any] = {}
    for name in SINGLE:
        value = fields.get(name)
        if isinstance(value, str) and (cleaned := clean_text(value[:LONGEST_FIELD])):
            content[name] = cleaned
    chosen = fields.getlist("emotions") if hasattr(fields, "getlist") else fields.get("emotions", [])
    known = {emotion.value for emotion in Emotion}
    content["emotions"] = (
        [value for value in chosen if isinstance(value, str) and value in known] if isinstance(chosen, list) else []
    )
    return content


def form_values(draft: Draft) -> dict[str, object]:
    """A draft as the writing form's values."""
    values: dict[str, object] = {
        name: value for name, value in draft.content.items() if not name.startswith("intensity_")
    }
    for name in ("happened_on", "next_step_on"):
        with suppress(ValueError):
            values[name] = date.fromisoformat(str(values.pop(name, "")))
    return values | ({} if draft.entry_id else {"submission": draft.submission})


def owner_mark(person_id: uuid.UUID) -> str:
    """Distinguishes people's copies on a shared device, without naming anyone."""
    return hmac.new(settings().key_for("device").encode(), person_id.bytes, "sha256").hexdigest()[:16]
