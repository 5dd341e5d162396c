"""Paper holds what people wrote, in any script it has letters for, and never fails on the rest."""

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.rights import carnet
from journal.web import printing
from tests.factories import NOW

SOURCE = Path(carnet.__file__).parent / "print" / "carnet.typ"


def printed(text: str) -> pikepdf.Pdf:
    page = {"day": "1er mai", "step": "", "asked": "", "text": text, "notes": [["Ce qui a aidé", text]]}
    return pikepdf.open(io.BytesIO(printing.pdf(SOURCE, {"title": "Mon carnet", "made": "", "pages": [page]}, NOW)))


def drawn(pdf: pikepdf.Pdf) -> list[pikepdf.ContentStreamInstruction]:
    """What is drawn on its pages."""
    return [each for page in pdf.pages for each in pikepdf.parse_content_stream(page)]


@pytest.mark.parametrize(
    "text",
    ["Première journée 😀", "👩‍🔧 👍🏽 🇫🇷 ❤️ 1️⃣", "مرحبا بكم", "Привіт, Đặng", "ሰላም", "தமிழ்", "→ ✓ ★ ½ ∞ œ"],
)
def test_emoji_and_the_writings_of_those_who_write_are_kept(text: str) -> None:
    assert printing.drawable(text) == text
    assert len(drawn(printed(text))) > len(drawn(printed("")))


def test_signs_no_font_draws_are_said_to_be_there_once_a_run() -> None:
    assert printing.drawable("Merci 你好, à demain\x07") == "Merci [signe], à demain[signe]"
    assert printing.drawable({"pages": ["你", "ok"]}) == {"pages": ["[signe]", "ok"]}


@given(st.text(max_size=60))
def test_whatever_is_typed_makes_a_file(text: str) -> None:
    assert len(printed(text).pages) >= 1
