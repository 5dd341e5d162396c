"""What the French model of spaCy finds, less what it usually gets wrong."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nlp.language import SpacyText, word_list
from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.vocabulary import is_french
from nlp.masking.words import Word, cue_words, is_function_word, is_public, may_be_first_name

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ON_A_FORM = cue_words("on_a_form")
_KINDS = {"PER": MaskKind.SURNAME, "LOC": MaskKind.PLACE, "ORG": MaskKind.ORGANISATION}


def find_entities(doc: "Doc", prepared: SpacyText, words: Sequence[Word]) -> Iterator[Mask]:
    """Return the masks of the people, places and organisations of ``doc``, word by word.

    The model takes any word with a capital for a name. A word is kept when its capital means something or
    when no dictionary knows it, so that « Reçu » or « Bravo » at the head of a sentence stay.
    """
    for entity in doc.ents:
        kind = _KINDS.get(entity.label_)
        if kind is None:
            continue
        start, end = prepared.original(entity.start_char, entity.end_char)
        inside = [word for word in words if word.start >= start and word.end <= end]
        named = [word for word in inside if _is_name(word, kind)]
        if named and _is_told(kind, named):
            yield Mask(named[0].start, named[-1].end, _kind_of(kind, named), MaskSource.GUESS)


def _is_told(kind: MaskKind, named: Sequence[Word]) -> bool:
    """« le Président », « la Chambre », « le Conseil Départemental »: ordinary words with a capital name no one."""
    solemn = word_list("solemn_words")
    if all(word.folded in solemn and not may_be_first_name(word.folded) for word in named):
        return False
    if len(named) > 1 or not is_french(named[0].folded):
        return True
    folded = named[0].folded
    return kind is MaskKind.SURNAME and (may_be_first_name(folded) or folded in word_list("surnames_ambiguous"))


def _kind_of(kind: MaskKind, named: Sequence[Word]) -> MaskKind:
    if kind is MaskKind.SURNAME and len(named) == 1 and may_be_first_name(named[0].folded):
        return MaskKind.FIRST_NAME
    return kind


def _is_name(word: Word, kind: MaskKind) -> bool:
    if is_public(word.folded) or word.folded in _ON_A_FORM or is_function_word(word.folded) or len(word.folded) < 2:
        return False
    if word.capital:
        return not (is_french(word.folded) and kind is MaskKind.ORGANISATION and word.text.isupper())
    return word.written_capital and word.first and not is_french(word.folded)
