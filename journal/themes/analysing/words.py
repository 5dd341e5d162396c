"""The words of themes as people know them, and where each could be split. For the worker only: it reads French."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from journal.entries.models import Entry
from journal.themes.analysing.corpus import Corpus, entries_of, main_members
from nlp.themes.clustering import ThemeModel
from nlp.themes.continuity import Continuity, TracedTheme
from nlp.themes.keyphrases import Keywords, keywords
from nlp.themes.membership import NOBODY
from nlp.themes.words import Reader, Role, read_plainly

MOST_NOTES = 8
MOST_PARTS = 4
NOT_TOLD = frozenset({Role.LINK, Role.ARTICLE, Role.BREAK})


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """What one theme says, in words enough people used, and the parts it could be split into."""

    keywords: Keywords
    helped: list[list[Any]] = field(default_factory=list)
    hindered: list[list[Any]] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)


def words_of_themes(corpus: Corpus, continuity: Continuity, read: Reader, *, floor: int) -> dict[str, ThemeWords]:
    """Everything in words about each theme of a run, by slot."""
    found = keywords_of_themes(corpus, continuity, read, floor=floor)
    vectors = dict(zip((p.key for p in corpus.passages), corpus.vectors, strict=True))
    return {
        theme.slot: ThemeWords(
            found[theme.slot],
            **notes_of(entries_of(corpus, theme), floor=floor),
            parts=parts_of(corpus, theme, vectors, read, floor=floor),
        )
        for theme in continuity.themes
    }


def keywords_of_themes(corpus: Corpus, continuity: Continuity, read: Reader, *, floor: int) -> dict[str, Keywords]:
    """The specific terms of each theme as it will be shown, once continuity and corrections have had their say."""
    slots = [theme.slot for theme in continuity.themes]
    home = {m.passage: n for n, theme in enumerate(continuity.themes) for m in main_members(theme)}
    found = keywords(
        corpus.passages,
        [home.get(p.key, NOBODY) for p in corpus.passages],
        len(slots),
        read,
        floor,
    )
    return dict(zip(slots, found, strict=True))


def note_words(notes: Sequence[tuple[str, uuid.UUID]], *, floor: int) -> list[list[Any]]:
    """Words that enough people used in short notes (what helped, what hindered): [word, people], most used first.

    Forms of a word count together; the one most people write is shown.
    """
    people: dict[str, set[uuid.UUID]] = defaultdict(set)
    forms: dict[str, dict[str, set[uuid.UUID]]] = defaultdict(lambda: defaultdict(set))
    for words, (_, author) in zip(read_plainly([note for note, _ in notes]), notes, strict=True):
        for word in words:
            if word.role not in NOT_TOLD:
                people[word.key].add(author)
                forms[word.key][word.text].add(author)
    kept = [(_most_written(forms[key]), len(who)) for key, who in people.items() if len(who) >= floor]
    return [[word, count] for word, count in sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:MOST_NOTES]]


def _most_written(forms: Mapping[str, set[uuid.UUID]]) -> str:
    return min(forms, key=lambda form: (-len(forms[form]), form))


def notes_of(entries: Sequence[Entry], *, floor: int) -> dict[str, list[list[Any]]]:
    helped = [(e.masked_helped, e.author_id) for e in entries if e.masked_helped]
    hindered = [(e.masked_hindered, e.author_id) for e in entries if e.masked_hindered]
    return {"helped": note_words(helped, floor=floor), "hindered": note_words(hindered, floor=floor)}


def parts_of(
    corpus: Corpus, theme: TracedTheme, vectors: Mapping[str, Any], read: Reader, *, floor: int
) -> list[dict[str, Any]]:
    """Sub-themes a coordinator could split a theme into; none when it holds in one piece or is too small."""
    keys = sorted(m.passage for m in main_members(theme))
    texts = corpus.by_key
    authors = [texts[key].author for key in keys]
    if len(set(authors)) < 2 * floor:
        return []
    labels = ThemeModel(max_themes=MOST_PARTS).fit(np.stack([vectors[key] for key in keys])).labels_
    groups = [group for group in sorted(set(labels)) if _people(labels, authors, group) >= floor]
    if len(groups) < 2:
        return []
    number = {group: n for n, group in enumerate(groups)}
    homes = [number.get(label, NOBODY) for label in labels]
    words = keywords([texts[key] for key in keys], homes, len(groups), read, floor)
    parts = [
        {
            "label": words[n].label,
            "terms": [term.text for term in words[n].terms],
            "people": _people(labels, authors, group),
            "passages": [key for key, home in zip(keys, homes, strict=True) if home == n],
        }
        for n, group in enumerate(groups)
    ]
    return sorted(parts, key=lambda part: (-int(part["people"]), part["passages"]))


def _people(labels: Any, authors: Sequence[str], group: int) -> int:
    return len({author for author, label in zip(authors, labels, strict=True) if label == group})
