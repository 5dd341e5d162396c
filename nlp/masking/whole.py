"""A name is hidden whole: what a mask left readable between the noun that announces a name and the end of the name.

« crèche [les ptits] loups », « garage auto [2000] », « asso un [toit] pour demain »: whoever reads the rest of such a
name has the name.
"""

from collections.abc import Iterator, Sequence

import re2

from nlp.language import word_list
from nlp.masking.care import complement_end
from nlp.masking.kinds import IN_SPACE, PEOPLE, Mask, MaskKind, MaskSource
from nlp.masking.naming import COUNTS, may_be_in_a_name
from nlp.masking.tagger import kinds_on
from nlp.masking.vocabulary import is_french, is_verb
from nlp.masking.words import (
    ANY_ARTICLE,
    DOTTED,
    LEADS,
    OF,
    Word,
    cue_words,
    is_function_word,
    is_joined,
    mask_over,
    may_be_first_name,
)

_ANNOUNCE = frozenset().union(
    *map(cue_words, ("association", "company", "shops", "counters", "health", "neighbourhood", "buildings"))
) - cue_words("seldom_before_a_name")
_ROLES = cue_words("roles")
_BRANCHES = (cue_words("ends_a_firm") - cue_words("also_said_of_work")) | {"nord", "sud"}
_SIDES = frozenset({"est", "ouest"})  # « Immo Sud-Est »
_ALSO_NOUNS = frozenset({"pas"})  # « les petits pas »
_BEFORE_THEIR_NOUN = cue_words("before_their_noun")
_GLUE = LEADS | OF | {"a", "en", "et", "pour", "sur", "sous"}
_PARTICLES = cue_words("particles") - {"a", "d", "de", "des", "du", "l", "la", "le", "saint", "st"}
_AFTER_LE = cue_words("surnames_after_le")
_ELIDED_IN_NAMES = frozenset({"m", "n", "o"})  # « M’Barka », « N’Diaye », « O’Brien »
_SOMEONE = frozenset(kind.value for kind in PEOPLE)
_SOMEONE_OR_SOMEWHERE = frozenset(kind.value for kind in PEOPLE | IN_SPACE)
_SOMEWHERE = frozenset(kind.value for kind in IN_SPACE)
_KIN = (("et", "fils"), ("et", "filles"), ("pere", "et", "fils"), ("freres",), ("et", "cie"), ("fils",), ("cie",))
_NAMES = frozenset(
    kind.value
    for kind in (
        MaskKind.COMPANY, MaskKind.ORGANISATION, MaskKind.HEALTH, MaskKind.PLACE, MaskKind.ADDRESS, MaskKind.OTHER,
    )
)  # fmt: skip
_COUNTED = re2.compile(r"^ [0-9]{1,3} $")  # « les 4 vents », « 5 à sec »
_WHEN_OR_HOW = cue_words("when_or_how")
_QUALITIES = cue_words("name_qualities")
_SAYS_LITTLE = ("towns", "companies", "companies_ambiguous", "solemn_words", "stop_words")  # whatever its capital
_LONGEST, _MOST_PLAIN = 7, 3  # words


def find_rest(words: Sequence[Word], found: Sequence[Mask]) -> Iterator[Mask]:
    """Yield masks over the whole of names of which ``found`` hides a part."""
    hidden = kinds_on(words, found)
    nouns = [index for index, word in enumerate(words) if word.folded in _ANNOUNCE and not hidden[index]]
    begun = [mask for noun in nouns for mask in _after_its_noun(words, hidden, noun)]
    for rest in (
        *begun,
        *_carried_on(words, hidden),
        *_led(words, hidden),
        *_with_kin(words, hidden),
        *_told_where(words, hidden),
    ):
        start = min((mask.start for mask in found if mask.start <= rest.start < mask.end), default=rest.start)
        yield Mask(start, rest.end, rest.kind, rest.source)  # « [34 rue des martyrs] de la résistance »


def _after_its_noun(words: Sequence[Word], hidden: Sequence[str], noun: int) -> Iterator[Mask]:
    """« crèche les ptits [loups] », « pressing 5 à [sec] », « boulangerie aux délices de [sam] »."""
    start = complement_end(words, noun + 1)
    end = _last_hidden(words, hidden, start)
    if end is None:
        return
    known = next(index for index in range(start, end + 1) if hidden[index])
    first = _first_of_name(words, hidden, start, known)
    if first < known or known < end:
        yield mask_over(words, first, end, MaskKind(hidden[known]), MaskSource.RULE)


def _last_hidden(words: Sequence[Word], hidden: Sequence[str], start: int) -> int | None:
    """Return the last hidden word of the phrase that begins at ``start``, if it is still the same name."""
    last, plain = None, 0
    for index in range(start, min(start + _LONGEST, len(words))):
        word = words[index]
        if not _is_within(word.gap):
            break
        if hidden[index]:
            # after a gap, of another name: « l’usine [Tarkett] de [Clervaux] »
            apart = last is not None and last < index - 1 and hidden[index] in _SOMEONE_OR_SOMEWHERE
            if hidden[index] not in _NAMES | _SOMEONE_OR_SOMEWHERE or apart:
                break
            last = index
        elif word.folded not in _GLUE | COUNTS or word.text.lower() == "a":
            plain += 1
            if plain > _MOST_PLAIN or not _may_be_inside(words, index):
                break
    return last


def _first_of_name(words: Sequence[Word], hidden: Sequence[str], start: int, known: int) -> int:
    """Return where the name begins: at its article, or at once when no « de » says of what kind the place is."""
    before = [word.folded for word in words[start:known]]
    led = next((at for at, word in enumerate(before) if word in LEADS), None)
    plain = [word for word in before[led or 0 :] if word not in _GLUE]
    if led is not None and (plain or before[led] in ANY_ARTICLE):
        return start + led
    bare = bool(plain) and before[0] not in _GLUE - {"du", "des"} and hidden[known] not in _SOMEONE_OR_SOMEWHERE
    return start if bare else known


def _may_be_inside(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.folded in _BEFORE_THEIR_NOUN or word.folded in _ALSO_NOUNS:
        return True
    verb = is_verb(word.folded) and words[index - 1].folded not in _GLUE  # « la crèche propose », but « la rose »
    return may_be_in_a_name(word) and not verb and word.folded not in _ROLES | _ANNOUNCE


def _led(words: Sequence[Word], hidden: Sequence[str]) -> Iterator[Mask]:
    """« [m’]hamed », « [Da] Costa », « [VAN] MINH »: what opens the name of someone."""
    for index in range(1, len(words)):
        named = hidden[index] in _NAMES | _SOMEONE_OR_SOMEWHERE
        if named and _opens_a_name(words, index - 1, hidden[index]):
            yield mask_over(words, index - 1, index, MaskKind(hidden[index]), MaskSource.RULE)


def _opens_a_name(words: Sequence[Word], index: int, kind: str) -> bool:
    word, gap = words[index], words[index + 1].gap
    if kind in _SOMEONE and _is_initial(words, index):
        return True
    if gap in ("'", "’"):
        return kind in _SOMEONE and word.folded in _ELIDED_IN_NAMES
    if kind in _SOMEONE and word.folded == "le" and gap == " " and words[index + 1].folded in _AFTER_LE:
        return True  # « mr le roux », « le petit le goff »
    return is_joined(gap) and word.written_capital and word.folded in _PARTICLES


def _is_initial(words: Sequence[Word], index: int) -> bool:
    """« [F.] Rameau », « [M-]Antonin », but not « M. Roux » nor « le permis B. Karim… »."""
    word, gap = words[index], words[index + 1].gap
    if not word.is_initial or word.gap[-1:].isdigit():
        return False
    noun = index > 0 and word.gap == " " and is_french(words[index - 1].folded)
    return gap == "-" or (gap in DOTTED | {".\n"} and word.folded != "m" and not noun)


def _carried_on(words: Sequence[Word], hidden: Sequence[str]) -> Iterator[Mask]:
    """« chez [palettes] du midi », « [valtri] nord », « zone de la [vieille] poste »: a name that goes on."""
    for index in range(len(words) - 1):
        if hidden[index] not in _NAMES or hidden[index + 1] or not is_joined(words[index + 1].gap):
            continue
        first = _begins(words, hidden, index)
        last = _end_of(words, hidden, first, index)
        if last > index:
            yield mask_over(words, first, last, MaskKind(hidden[index]), MaskSource.RULE)


def _with_kin(words: Sequence[Word], hidden: Sequence[str]) -> Iterator[Mask]:
    """« [WALLART] ET FILS », « [decoster] frères », « [Dumas] père et fils », but not « Karim, frères et sœurs »."""
    for index in range(len(words) - 1):
        if hidden[index] not in _NAMES | _SOMEONE_OR_SOMEWHERE:
            continue
        for kin in _KIN:
            last = index + len(kin)
            after = words[last + 1].folded if last + 1 < len(words) else ""
            if tuple(each.folded for each in words[index + 1 : last + 1]) == kin and after not in ("et", "de"):
                gaps = {each.gap for each in words[index + 1 : last + 1]}
                if gaps <= {" ", " & "}:
                    yield mask_over(words, index, last, MaskKind.COMPANY, MaskSource.RULE)


def _told_where(words: Sequence[Word], hidden: Sequence[str]) -> Iterator[Mask]:
    """« [la seule aide-soignante de la vallée] du [Bès] »: the place is part of what tells who it is."""
    for index, kind in enumerate(hidden[:-2]):
        at = index + 1
        while at < len(words) - 1 and at - index < 3 and words[at].folded in OF | {"la", "l"} and not hidden[at]:
            at += 1
        led = at > index + 1 and all(is_joined(word.gap) for word in words[index + 1 : at + 1])
        if kind == MaskKind.RARE_FACT.value and led and hidden[at] in _SOMEWHERE:
            yield mask_over(words, index, at, MaskKind.RARE_FACT, MaskSource.RULE)


def _begins(words: Sequence[Word], hidden: Sequence[str], index: int) -> int:
    while index and hidden[index - 1] in _NAMES and is_joined(words[index].gap):
        index -= 1
    return index


def _end_of(words: Sequence[Word], hidden: Sequence[str], first: int, last: int) -> int:
    follower = words[last + 1]
    if _is_an_ordinary_name(words, hidden, first, last) and _says_more(follower):
        return last + 1  # « le [Chat] perché », « chez [Roue] libre »
    if follower.folded in (_BRANCHES | _SIDES if follower.gap == "-" else _BRANCHES):
        return last + 1
    address = hidden[last] == MaskKind.ADDRESS.value and first < last
    if not (address or _is_placed(words, first)):
        return last
    if words[last].folded in _BEFORE_THEIR_NOUN:
        return last if is_function_word(follower.folded) and follower.folded not in _ALSO_NOUNS else last + 1
    return _complement(words, last) if is_french(words[last].folded) else last


def _is_an_ordinary_name(words: Sequence[Word], hidden: Sequence[str], first: int, last: int) -> bool:
    """One word of every day, whose capital and place say that it is a name: « au [Chat] », « à [L’Échoppe] »."""
    word, first = words[last], first + (first < last and words[first].folded in ANY_ARTICLE)
    if first != last or not word.capital or hidden[last] in _SOMEONE_OR_SOMEWHERE or not is_french(word.folded):
        return False
    known = may_be_first_name(word.folded) or any(word.folded in word_list(name) for name in _SAYS_LITTLE)
    before = words[first - 1].folded if first else ""
    return not known and before in LEADS | OF | _QUALITIES | _ANNOUNCE | {"chez"}


def _says_more(word: Word) -> bool:
    """« perché », « solidaire », but not « demande », « hier »: an adjective or a noun, as far as its form tells."""
    plain = is_french(word.folded) and not word.capital and word.gap == " " and len(word.folded) > 3
    quality = word.text.endswith(("é", "ée", "és", "ées")) or word.folded in _QUALITIES
    return plain and not is_function_word(word.folded) and (quality or not is_verb(word.folded))


def _complement(words: Sequence[Word], last: int) -> int:
    """« du bocage », « de la résistance »: one noun, after the last word of a name that is a word too."""
    at = last + 1
    while (
        at < len(words) and at - last < 3 and words[at].folded in OF | {"la", "l", "les"} and is_joined(words[at].gap)
    ):
        at += 1
    led = at > last + 1 and words[last + 1].folded in OF and at < len(words) and is_joined(words[at].gap)
    if led and _may_be_inside(words, at):
        return at
    return last + 2 if _is_paired(words, last) else last


def _is_paired(words: Sequence[Word], last: int) -> bool:
    """« Paroles [en partage] », « Vivre [et conduire] », but not « en attendant », « et après », « en mars »."""
    if last + 2 >= len(words) or words[last + 1].folded not in ("en", "et") or words[last + 1].gap != " ":
        return False
    word = words[last + 2]
    said = word.folded in _WHEN_OR_HOW or word.folded.endswith("ant")
    return word.gap == " " and not word.capital and not said and _may_be_inside(words, last + 2)


def _is_placed(words: Sequence[Word], first: int) -> bool:
    """Does « chez », or a noun that announces a name, stand before or begin it?"""
    if words[first].folded in _ANNOUNCE:
        return True
    at = first - 1
    while at >= 0 and first - at < 4 and words[at].folded in LEADS | OF:
        at -= 1
    return at >= 0 and (words[at].folded == "chez" or words[at].folded in _ANNOUNCE)


def _is_within(gap: str) -> bool:
    return is_joined(gap) or _COUNTED.search(gap) is not None
