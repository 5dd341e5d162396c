"""A PDF that a screen reader can read."""

from pathlib import Path

import pdfua


def faults(pdf: bytes, folder: Path) -> list[str]:
    """What a checker of PDF/UA-1, other than the one that wrote the file, finds wrong in it.

    It checks what a machine can of 16 rules in 106; the compiler refuses by itself to write what breaks the standard.
    """
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    return [f"{finding.rule_id}: {finding.message}" for finding in pdfua.validate(str(path)).findings]
