"""Where does the name of a street end, that begins after « rue », « 12 avenue », « zone »?"""

from collections.abc import Sequence
from enum import Enum, auto

from nlp.masking.naming import may_be_in_a_name
from nlp.masking.vocabulary import is_french
from nlp.masking.words import (
    Word,
    cue_words,
    following,
    is_function_word,
    is_joined,
    is_wrapped,
    may_be_first_name,
    word_after,
)

_STREET_GLUE = cue_words("street_glue")
_STREET_LEAD = cue_words("street_lead")
_ADJECTIVES = cue_words("street_adjectives")
_WHERE_IN_IT = cue_words("where_in_a_street")
_MADE_FOR = cue_words("made_for")
_SAID_IN_MESSAGES = frozenset("cgjkmstx")  # « 12 r jean jaures g tourné 20 min »
_RANKS = frozenset({"gal", "gen", "mal", "mgr", "dr", "pr", "cdt", "col", "cap", "lt", "pdt", "st", "ste"})
_NUMERO = frozenset({"numero", "num", "n"})


class _Step(Enum):
    """What the next word is to the name of a street."""

    GLUE = auto()  # « rue DES lilas »: it carries on, if a name comes
    GLUE_OF_PLACE = auto()  # « marché AU blé », « moulin À vent »: and one more plain word may come
    NAME = auto()  # « rue JEAN JAURÈS », « place du PETIT marché »
    PLAIN = auto()  # « rue des LILAS »
    LAST = auto()  # « rue du bourg NEUF »
    STOP = auto()


def street_end(words: Sequence[Word], position: int, *, sure: bool) -> int | None:
    """Return where the name of a street that begins after ``position`` ends, None if there is none.

    Little words, titles and capitals carry on. One plain word is taken, at once when the street is ``sure``.
    """
    end, plain = None, 0
    for index in range(following(words, position), len(words)):
        step = _step(words, index, named=end is not None, plain=plain, sure=sure)
        if step is _Step.STOP:
            break
        plain += (step is _Step.PLAIN) - (step is _Step.GLUE_OF_PLACE)
        if step not in (_Step.GLUE, _Step.GLUE_OF_PLACE):
            end = words[index].end
        if step is _Step.LAST:
            break
    return end


def _step(words: Sequence[Word], index: int, *, named: bool, plain: int, sure: bool) -> _Step:
    word, folded = words[index], words[index].folded
    joined = is_joined(word.gap) or is_wrapped(words, index) or _is_after_an_abbreviation(words, index)
    if not (joined or (not named and not word.gap.strip(" ."))) or (named and folded in _NUMERO):
        return _Step.STOP
    if named and folded == "a" and word_after(words, index) in _MADE_FOR:
        return _Step.GLUE_OF_PLACE
    if len(folded) == 1 and word.text.islower() and word.gap == " " and folded in _SAID_IN_MESSAGES:
        return _Step.STOP
    if folded in _STREET_GLUE:
        return _glue(words, index) if named else _Step.GLUE
    if (
        word.capital
        or word.gap in (".", ". ", "\n")
        or (folded in _STREET_LEAD and (word.gap == "-" or (sure and plain < 2)))
    ):
        return _Step.NAME
    if word.gap == "-":
        return _Step.PLAIN
    if may_be_first_name(folded) and not is_french(folded):
        return _Step.NAME
    if (sure or named) and plain < 1 and not is_function_word(folded):
        return _Step.PLAIN
    return _Step.LAST if named and folded in _ADJECTIVES and word.gap == " " else _Step.STOP


def _is_after_an_abbreviation(words: Sequence[Word], index: int) -> bool:
    """« av. du G.[al] Leclerc », « rue J. [Jaurès] », but not « 3 rue B. Il pleut »."""
    word, before = words[index], words[index - 1]
    short = len(before.text) == 1 and before.written_capital
    if word.gap == ".":
        return short
    return word.gap == ". " and (short or before.folded in _RANKS) and not is_function_word(word.folded)


def _glue(words: Sequence[Word], index: int) -> _Step:
    """A little word once the name has begun: « rue du marché au blé », but « rue des lilas et après »."""
    after = words[index + 1] if index + 1 < len(words) else None
    if after is not None and (after.capital or is_wrapped(words, index + 1)):
        return _Step.GLUE
    if after is not None and _carries_on(words, index):
        return _Step.GLUE_OF_PLACE
    return _Step.GLUE if words[index].gap == "-" else _Step.STOP


def _carries_on(words: Sequence[Word], index: int) -> bool:
    """« rue du marché au blé », « rue du pont aux choux », but not « rue des lilas au fond »."""
    noun = words[index + 1]
    plain = noun.gap == words[index].gap == " " and noun.folded not in _WHERE_IN_IT and may_be_in_a_name(noun)
    return words[index].folded in ("au", "aux") and plain
