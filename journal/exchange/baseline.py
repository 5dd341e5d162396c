"""The coding that a project left with, stored in the project as a text, so that a researcher's changes can be told.

Tools keep texts to the letter. Many give new identifiers to passages, so ours are known by their words; and a Lab
analyses every night, so its themes of today do not say what was coded that day. Nothing of it is kept here.
"""

import hashlib
import re
import uuid
from collections.abc import Mapping

from journal.exchange.gathering import Export
from journal.exchange.projects import Project

MARK = "Codage d’origine, pour rendre ce projet au Lab. Laissez ce texte tel quel."
LINE = re.compile(r"([0-9a-f]{32})((?: [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})*)")


def written(export: Export) -> str:
    """A line per passage: a fingerprint of its words, then its themes."""
    lines = (" ".join([fingerprint(each.text), *map(str, each.themes)]) for each in export.passages)
    return "\n".join([MARK, *lines])


def remembered(project: Project) -> Mapping[str, frozenset[uuid.UUID]] | None:
    """The themes of each passage when the project left; None when it no longer says."""
    for source in project.sources:
        first, *lines = source.text.strip().splitlines() or [""]
        if first.strip() == MARK:
            found = (LINE.fullmatch(line.strip()) for line in lines)
            return {match[1]: frozenset(map(uuid.UUID, match[2].split())) for match in found if match}
    return None


def fingerprint(text: str) -> str:
    """Identifies a passage by its words, whatever the line breaks of the tool."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]
