"""Hide more of a text that others can read, when a newer masker or the team finds something that was missed.

This only ever hides, at once. The text is not masked again from scratch and keeps its passages, so that its themes and
quotes keep them too. The team hides what it sees, and learns nothing about what was hidden before: neither where it is
in the original text, nor whether it is the same as what it hides now (``nlp.masking.applying``).
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from journal.clock import day_of
from journal.entries.masks import by_team, loaded, of_team, stored
from journal.entries.models import Entry, MaskingState, Passage
from journal.entries.words import MaskedWords
from journal.errors import Refused
from journal.text import fold
from nlp import passages
from nlp.masking.applying import apply_masks, merge_masks, places_in_masked, places_in_text, tidy
from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.spans import Span, take_out

# What someone of the team may say that words are, before they are hidden: no more is needed to choose at a glance.
KINDS = {
    MaskKind.FIRST_NAME: "Un prénom, un surnom",
    MaskKind.SURNAME: "Un nom de famille",
    MaskKind.PLACE: "Un lieu",
    MaskKind.ORGANISATION: "Une entreprise, un organisme",
    MaskKind.RARE_FACT: "Un détail qui fait reconnaître quelqu’un",
    MaskKind.OTHER: "Autre chose, ou je ne sais pas",
}
# What is ticked, and what is compared.
TICKED, WORD = re.compile(r"\S+"), re.compile(r"\w+")
# In place of what is hidden: no letter, no space.
HIDDEN = "\0"
# Where a session keeps which published months lost a paragraph.
TAKEN_DOWN = "taken_down"
BEING_MASKED = "Le masquage de ce texte se refait. Revenez dans un instant."
# « d’Alain »: what is said of « Alain » is said of him elsewhere too.
ELIDED = re.compile(r"(?i)(?:[cdjlmnst]|(?:jus|lors|puis)?qu)['’](?=\w)")


@dataclass(frozen=True, slots=True)
class HiddenByTeam:
    """Words the team hid, for their author."""

    words: str
    kind: str
    day: date


def hidden_by_team(entry: Entry) -> list[HiddenByTeam]:
    """What the team hid in a text, each once, in the order in which it was hidden."""
    found: dict[str, HiddenByTeam] = {}
    for start, end, kind, at in sorted(entry.team_masks, key=lambda each: (each[3], each[0])):
        words = entry.text[start:end]
        found.setdefault(fold(words), HiddenByTeam(words, MaskKind(kind).label, day_hidden(at)))
    return list(found.values())


def day_hidden(at: str) -> date:
    """The day on which words were hidden: the hour is not shown."""
    return day_of(datetime.fromisoformat(at))


def hide_for_team(passage: Passage, ticked: Sequence[Span], kind: MaskKind, *, now: datetime) -> int:
    """Hide words of a passage, and the same words wherever its text shows them; return how many places.

    Parameters
    ----------
    passage : Passage
        A passage as the team read it.
    ticked : sequence of (int, int)
        Places in the text of the passage: what a reader knows. Those of its masks are left out.
    kind : MaskKind
        What the words are.
    now : datetime
        When, for its author.

    Raises
    ------
    Refused
        When nothing that can be read is ticked, or when the passage is no longer what was read.
    """
    entry = passage.entry
    if passage.text != str(entry.masked_text)[passage.start : passage.end]:
        raise Refused(BEING_MASKED)
    spans = _to_hide(entry.text, loaded(entry.masks), passage.text, passage.start, ticked)
    added = [[start, end, kind.value, now.isoformat()] for start, end in spans]
    lay_further(entry, by_team(added))
    entry.team_masks = [*entry.team_masks, *added]
    entry.author_shown = [list(span) for span in take_out([(a, b) for a, b in entry.author_shown], spans)]
    entry.version += 1
    return len(spans)


def hide_words_for_team(words: MaskedWords, ticked: Sequence[Span], kind: MaskKind) -> int:
    """Hide words of a text other than an entry, as ``hide_for_team`` does; return in how many places.

    Raises
    ------
    Refused
        When nothing that can be read is ticked, or while they are being masked.
    """
    old, read = loaded(words.masks), words.masked_text
    if read is None or apply_masks(words.text, old) != read:
        raise Refused(BEING_MASKED)
    spans = _to_hide(words.text, old, read, 0, ticked)
    lay_for_team(words, spans, kind)
    return len(spans)


def lay_for_team(words: MaskedWords, spans: Iterable[Span], kind: MaskKind) -> None:
    """Hide places of a text other than an entry, in addition to what is already hidden."""
    kept = merge_masks(loaded(words.masks), [Mask(start, end, kind, MaskSource.TEAM) for start, end in spans])
    words.masks, words.version = stored(kept), words.version + 1
    if words.masked_text is not None:
        words.read_before = [*words.read_before, words.masked_text]
        words.masked_text = apply_masks(words.text, kept)


def write_otherwise(words: MaskedWords, text: str) -> None:
    """Replace a text with one its author rewrote; what was hidden stays hidden wherever the new ``text`` has it."""
    hidden = [words.text[start:end] for start, end in words.author_masks]
    words.author_masks = [list(place) for said in hidden for place in same_words(text, said)]
    again = [
        Mask(*place, mask.kind, mask.source)
        for mask in of_team(words.masks)
        for place in same_words(text, words.text[mask.start : mask.end])
    ]
    words.masks = stored(merge_masks(again))
    words.text, words.version = text, words.version + 1
    words.masking_state, words.masked_text, words.read_before = MaskingState.RECEIVED, None, []


def note_taken_down(session: Session, digest_id: uuid.UUID) -> None:
    """Note for the log that hiding removed a paragraph from a published month: listeners do not know who acts."""
    session.info.setdefault(TAKEN_DOWN, []).append(digest_id)


def taken_down(session: Session) -> list[uuid.UUID]:
    """The months that lost a paragraph since this was last called, without repetition."""
    return list(session.info.pop(TAKEN_DOWN, ()))


def words_hidden_by_team(words: MaskedWords) -> list[str]:
    """What the team hid in a text other than an entry, without repetition, for its author."""
    hidden = [words.text[mask.start : mask.end] for mask in of_team(words.masks)]
    return list({fold(each): each for each in reversed(hidden)}.values())[::-1]


def carried(entry: Entry, text: str) -> list[list[Any]]:
    """What the team hid in an entry, wherever the new ``text`` repeats the same words."""
    rows = [[a, b, *rest] for start, end, *rest in entry.team_masks for a, b in same_words(text, entry.text[start:end])]
    return list({(row[0], row[1]): row for row in rows}.values())


def labels_in(text: str, masks: Sequence[Mask], read: str, start: int) -> list[Span]:
    """The places of masks in what is ``read`` of a masked text from ``start`` on."""
    ends = places_in_masked(text, masks, [at for mask in masks for at in (mask.start, mask.end)])
    places = [(a - start, b - start) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    return [(a, b) for a, b in places if a >= 0 and b <= len(read)]


def lay_further(entry: Entry, more: Iterable[Mask]) -> None:
    """Hide ``more`` of a text in addition to what is already hidden; its passages stay where they are.

    Raises
    ------
    ValueError
        When something that was hidden would show, or when its masks are not those of its masked text.
    """
    old = loaded(entry.masks)
    places = _passages_in_text(entry, old)
    between = [(end, start) for (_, end), (start, _) in pairwise(places)]
    kept = _split(merge_masks(more, old), between)
    check_nothing_shows(entry.text, old, kept)
    text = apply_masks(entry.text, kept)
    if text != entry.masked_text:
        _cut_again(entry, text, places_in_masked(entry.text, kept, [at for span in places for at in span]))
        entry.masks, entry.masked_text = stored(kept), text


def check_nothing_shows(text: str, old: Iterable[Mask], new: Iterable[Mask]) -> None:
    """Check that everything some masks hid in a text, others hide too.

    Raises
    ------
    ValueError
        When something that was hidden would show: better what an older masker hid.
    """
    left = take_out([(mask.start, mask.end) for mask in old], [(mask.start, mask.end) for mask in new])
    if any(text[start:end].strip() for start, end in left):
        raise ValueError("something that was hidden would show")


def same_words(text: str, said: str) -> list[Span]:
    """Every place with the same words in a text, ignoring case, accents and what separates them."""
    found, wanted = list(WORD.finditer(text)), [fold(word) for word in WORD.findall(said)]
    folded = [fold(match[0]) for match in found]
    firsts = range(len(found) - len(wanted) + 1) if wanted else ()
    return [
        (found[at].start(), found[at + len(wanted) - 1].end())
        for at in firsts
        if folded[at : at + len(wanted)] == wanted
    ]


def _to_hide(text: str, masks: Sequence[Mask], read: str, start: int, ticked: Sequence[Span]) -> list[Span]:
    """Where the ticked words stand in the original text, and the same words wherever they can be read."""
    visible = take_out([(0, len(read))], labels_in(text, masks, read, start))
    words = [match.span() for a, b in visible for match in TICKED.finditer(read, a, b)]
    chosen = [(a, b) for a, b in words if any(first < b and a < last for first, last in ticked)]
    places = places_in_text(text, masks, [start + at for span in chosen for at in span])
    known = _known(text, masks)
    wanted = list(_as_said(known, zip(places[::2], places[1::2], strict=True)))
    found = {*wanted, *(place for a, b in wanted for place in same_words(known, known[a:b]))}
    spans = sorted((a, b) for a, b in found if HIDDEN not in known[a:b])
    if not spans:
        raise Refused("Cochez au moins un mot à cacher.", field="word")
    return spans


def _as_said(known: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Names in full: consecutive words are one name, without the surrounding punctuation."""
    joined: list[Span] = []
    for word in tidy(known, [Mask(a, b, MaskKind.OTHER, MaskSource.TEAM) for a, b in sorted(set(spans))]):
        if joined and not known[joined[-1][1] : word.start].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], word.end))
        else:
            joined.append((word.start, word.end))
    for start, end in joined:
        elided = ELIDED.match(known, start, end)
        yield (elided.end() if elided else start), end


def _known(text: str, masks: Iterable[Mask]) -> str:
    """The visible characters of a text, each in its place: what is hidden must not influence anything here."""
    for mask in masks:
        text = text[: mask.start] + HIDDEN * (mask.end - mask.start) + text[mask.end :]
    return text


def _passages_in_text(entry: Entry, old: Sequence[Mask]) -> list[Span]:
    if apply_masks(entry.text, old) != entry.masked_text:
        raise ValueError("the masks of this entry are not those of its masked text")
    ends = [at for passage in entry.passages for at in (passage.start, passage.end)]
    places = places_in_text(entry.text, old, ends)
    return list(zip(places[::2], places[1::2], strict=True))


def _split(masks: Sequence[Mask], between: list[Span]) -> list[Mask]:
    """Cut masks at passage boundaries, so that each passage keeps its own part of the text."""
    parts = ((mask, *part) for mask in masks for part in take_out([(mask.start, mask.end)], between))
    return [Mask(start, end, mask.kind, mask.source) for mask, start, end in parts]


def _cut_again(entry: Entry, text: str, ends: list[int]) -> None:
    for passage, start, end in zip(entry.passages, ends[::2], ends[1::2], strict=True):
        passage.start, passage.end = start, end
        if passage.text != text[start:end]:
            # The worker encodes it again: a vector keeps something of the words it was made from.
            passage.text, passage.vector = text[start:end], None
            # What did not count, such as the question that a text copies, still does not.
            passage.counts = passage.counts and passages.says_something(passage.text)
