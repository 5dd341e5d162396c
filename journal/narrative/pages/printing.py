"""The récit on paper: its months, and its themes as cards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from journal.narrative import laying_out, rules
from journal.narrative.beside import Beside, Said, part_key, reply_of
from journal.narrative.models import Digest
from journal.web import printing, typography

SOURCES = Path(__file__).parent / "print"


def digest_pdf(
    digest: Digest, lab_name: str, parts: Sequence[dict[str, Any]], beside: Beside, *, ledger: Mapping[str, Any]
) -> bytes:
    """A published month; the same text always makes the same file."""
    sheet = digest_sheet(digest, lab_name, parts, beside, ledger=ledger)
    return printing.pdf(SOURCES / "digest.typ", sheet, _published(digest))


def digest_sheet(
    digest: Digest, lab_name: str, parts: Sequence[dict[str, Any]], beside: Beside, *, ledger: Mapping[str, Any]
) -> dict[str, Any]:
    """What a month says on paper; ``ledger`` is that of the edition whose ``parts`` it prints."""
    return {
        "kicker": "Le récit du mois",
        "title": digest.title,
        "lab": lab_name,
        "published": f"Publié le {typography.day(_published(digest))}.",
        "parts": [
            {
                "kind": p["kind"],
                "heading": p["heading"],
                "lines": _lines(p["text"], p["kind"], p["sentences"]),
                "replies": [_reply(said) for said in beside.get(part_key(p["kind"], p["theme"]), ())],
            }
            for p in parts
            if p["text"]
        ],
        "ledger": [list(line) for line in rules.ledger_lines(ledger)],
        "counted": _counted(rules.counted_on(ledger, digest.drafted_at)),
    }


def _counted(on: datetime | None) -> str:
    counted = f"Comptés au {typography.day(on)}, arrondis" if on else "Nombres arrondis"
    return f"{counted} à cinq. Ce qui n’a changé que pour quelques personnes n’y est pas encore."


def _published(digest: Digest) -> datetime:
    return digest.published_at or digest.drafted_at


def _reply(said: Said) -> list[str]:
    return [f"{reply_of(said.organisation)}, {typography.day(said.on)}", said.text]


def _lines(text: str, kind: str, sentences: Sequence[dict[str, Any]]) -> list[list[list[str]]]:
    """Each line of a part, in pieces: words, and whose they are."""
    return [_pieces(laying_out.said_by_whom(line, sentences)) for line in laying_out.in_lines(text, kind, sentences)]


def _pieces(said: Sequence[tuple[str, str]]) -> list[list[str]]:
    """What follows words set apart begins a line: without the space that parted them."""
    before = ["", *(whose for _, whose in said[:-1])]
    return [
        [words.lstrip() if last == laying_out.APART else words, whose]
        for last, (words, whose) in zip(before, said, strict=True)
    ]


def cards_pdf(themes: Sequence[dict[str, Any]], lab_name: str, made_at: datetime, *, unnamed: bool) -> bytes:
    """Cards of the themes, for a workshop."""
    return printing.pdf(SOURCES / "cards.typ", cards_sheet(themes, "" if unnamed else lab_name, made_at), made_at)


def cards_sheet(themes: Sequence[dict[str, Any]], lab_name: str, made_at: datetime) -> dict[str, Any]:
    """What is printed on the cards. Without a name, no date either: they quote people of a small Lab."""
    made_on = f", faites le {typography.day(made_at)}" if lab_name else ""
    return {
        "title": f"Les thèmes – {lab_name}" if lab_name else "Les thèmes",
        "lab": lab_name,
        "note": f"Cartes à découper{made_on}. Un thème ne se juge pas à sa taille.",
        "themes": list(themes),
    }
