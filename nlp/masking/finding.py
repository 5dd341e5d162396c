"""Runs every layer in order and merges their masks."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import re2

from nlp import language
from nlp.language import word_list
from nlp.masking.applying import merge_masks, tidy
from nlp.masking.context import Reading, find_in_context, find_nothing
from nlp.masking.cued import find_cued
from nlp.masking.dates import find_dates
from nlp.masking.entities import find_entities
from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.numbers import find_numbers
from nlp.masking.organisations import find_organisations
from nlp.masking.people import find_people
from nlp.masking.places import find_places
from nlp.masking.plain import plain
from nlp.masking.protected import institutions_in, medicines_in, protected_spans
from nlp.masking.rare import find_rare_facts
from nlp.masking.repeated import find_repeated
from nlp.masking.unknown import find_unknown
from nlp.masking.whole import find_rest
from nlp.masking.words import Word, is_function_word, is_public, words_of
from nlp.parallel import share_out
from nlp.spans import take_out

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_ENDS_A_NAME = frozenset({"services", "service", "emploi", "Services", "Service", "Emploi"})
_NUMBERED = frozenset({MaskKind.COMPANY, MaskKind.ORGANISATION})
# « lidl 35 heures » is no name: a number ends one where the phrase ends
_OF_ITS_NAME = re2.compile(
    r"^( (?:[0-9]{2,3}|[23]000))(?:$|\s?[,.;!?)»]|\s(?:et|pour|pas|qui|est|a|on|je|il|elle|ils|mais|depuis|m['’]|me"
    r"|nous|ne|ya|jai|recrute|embauche|cherche|rappelle|propose)[\s\p{L}])"
)
_CHUNK = 256  # texts given to one process at a time: enough to pay for its start, few enough to share out
_ONLY_ENTITIES = ("ner", "tok2vec")
Again = Callable[[Sequence[Reading]], list[list[Mask]]]


def find_masks(text: str, nlp: "Language | None" = None) -> tuple[Mask, ...]:
    """Return what must be hidden in ``text`` before anyone but its author reads it.

    Parameters
    ----------
    text : str
        An entry as its author wrote it, normalised.
    nlp : Language, optional
        A spaCy pipeline; ``language.load()`` when absent.

    Returns
    -------
    tuple of Mask
        Sorted, without overlap, with offsets in ``text``.

    Raises
    ------
    Exception
        Whatever a layer raises. There is no partial answer: a text whose masking failed is not masked.
    """
    return _find_in_batch([text], nlp)[0]


def find_masks_many(texts: Iterable[str], *, nlp: "Language | None" = None) -> list[tuple[Mask, ...]]:
    """Return the masks of each text, in the same order, as ``find_masks`` would one by one.

    Parameters
    ----------
    texts : iterable of str
        Entries, normalised.
    nlp : Language, optional
        A spaCy pipeline, which then does it all in this process.
    """
    batch = list(texts)
    if nlp is not None:
        return _find_in_batch(batch, nlp)
    chunks = [batch[first : first + _CHUNK] for first in range(0, len(batch), _CHUNK)]
    return [masks for chunk in share_out(_find_in_batch, chunks) for masks in chunk]


def _find_in_batch(
    texts: Sequence[str], nlp: "Language | None" = None, *, again: Again = find_in_context
) -> list[tuple[Mask, ...]]:
    pipeline = nlp or language.load()
    read = [plain(text) for text in texts]
    prepared = [language.for_spacy(each.text) for each in read]
    others = [name for name in pipeline.pipe_names if name not in _ONLY_ENTITIES]
    docs = pipeline.pipe((each.text for each in prepared), disable=others, batch_size=64)
    ruled = [_by_rules(each.text, doc, safe) for each, doc, safe in zip(read, docs, prepared, strict=True)]
    guessed = again([each.reading() for each in ruled])
    return [
        each.masks_of_written(_combine(rules, guesses))
        for each, rules, guesses in zip(read, ruled, guessed, strict=True)
    ]


def find_by_rules(texts: Sequence[str], nlp: "Language", again: Again = find_nothing) -> list[tuple[Mask, ...]]:
    """Return the masks of each text by rules alone, or with what is found when texts are read ``again``."""
    return _find_in_batch(texts, nlp, again=again)


@dataclass(frozen=True, slots=True)
class _Ruled:
    """What the rules found in a text: by its form, and by the name it is."""

    text: str
    words: list[Word]
    by_form: list[Mask]
    by_name: list[Mask]

    def reading(self) -> Reading:
        return Reading(self.text, self.words, merge_masks(self.by_form, self.by_name))


def _by_rules(text: str, doc: "Doc", prepared: language.SpacyText) -> _Ruled:
    words = words_of(text)
    by_name = [
        *find_people(words),
        *find_places(text, words),
        *find_organisations(words),
        *find_entities(doc, prepared, words),
        *find_unknown(text, words),
    ]
    by_name += find_cued(words, by_name)
    by_name += find_repeated(words, by_name)
    return _Ruled(text, words, [*find_numbers(text), *find_dates(text), *find_rare_facts(text)], by_name)


def _combine(ruled: _Ruled, in_context: Sequence[Mask]) -> tuple[Mask, ...]:
    text, words, by_form, by_name = ruled.text, ruled.words, ruled.by_form, [*ruled.by_name, *in_context]
    if in_context:
        by_name += find_repeated(words, by_name)
    by_name += find_rest(words, merge_masks(by_form, by_name))
    by_name += _numbered(text, by_name)
    public = protected_spans(text)
    guessed = [*public, *medicines_in(text), *institutions_in(words)]
    allowed = [
        left for mask in by_name for left in _left_of(mask, guessed if _may_be_wrong(mask) else public, text, words)
    ]
    # once more after the merge, which can leave a space or a comma between two masks
    masks = tidy(text, merge_masks(tidy(text, [*by_form, *allowed])))
    ends = {mask.end for mask in masks}
    return tuple(
        mask for mask in masks if mask.source is not MaskSource.GUESS or _says_something(mask, text, words, ends)
    )


def _may_be_wrong(mask: Mask) -> bool:
    """Is it a guess, or what a noun announced: « l’[Institut National] de recherche »?"""
    return mask.source is MaskSource.GUESS or (mask.kind in _NUMBERED and mask.source is MaskSource.GAZETTEER)


def _numbered(text: str, masks: Sequence[Mask]) -> Iterator[Mask]:
    """« net’services [87] », « coup de pouce [93] »: the number, often of its department, that ends a name."""
    for mask in masks:
        number = _OF_ITS_NAME.search(text[mask.end : mask.end + 12]) if mask.kind in _NUMBERED else None
        if number is not None:
            yield Mask(mask.start, mask.end + number.end(1), mask.kind, mask.source)


def _left_of(mask: Mask, readable: list[tuple[int, int]], text: str, words: Sequence[Word]) -> Iterator[Mask]:
    """What is left of a mask around public words: of « de Pôle emploi Digne », the town but not the preposition."""
    for start, end in take_out([(mask.start, mask.end)], _readable_in(mask, readable, text)):
        left = Mask(start, end, mask.kind, mask.source)
        if left == mask or (_says_something(left, text, words, ()) and not _is_solemn(left, words)):
            yield left


def _is_solemn(mask: Mask, words: Sequence[Word]) -> bool:
    """« [le Conseil de] prud’hommes »: what is left around the public words only announced them."""
    inside = [word.folded for word in words if mask.start <= word.start and word.end <= mask.end]
    return mask.source is MaskSource.GUESS and all(
        word in word_list("solemn_words") or is_function_word(word) for word in inside
    )


def _readable_in(mask: Mask, readable: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """« place de la République », « Jean-Noël », « Fort-de-France »: there the public word is part of the name."""
    readable = [(start, end) for start, end in readable if start <= mask.start or text[start - 1] != "-"]
    if mask.kind not in (MaskKind.ADDRESS, MaskKind.HEALTH, MaskKind.FIRST_NAME):
        return readable
    opens = mask.kind is not MaskKind.HEALTH  # « PMI Joliot-Curie » goes whole
    return [(start, end) for start, end in readable if start < mask.start or (opens and start == mask.start)]


def _says_something(mask: Mask, text: str, words: Sequence[Word], ends: Collection[int]) -> bool:
    """Is there a name in what others left of this mask, or only « et », « à la », « CDD »?

    « Aquila services »: a public word just after a name may be the rest of it.
    """
    if mask.start - 1 in ends and text[mask.start - 1] == " " and text[mask.start : mask.end] in _ENDS_A_NAME:
        return True
    inside = [word.folded for word in words if mask.start <= word.start and word.end <= mask.end]
    empty = (is_function_word(word) or is_public(word) for word in inside)
    return not inside or not all(empty) or any(map(str.isdigit, text[mask.start : mask.end]))
