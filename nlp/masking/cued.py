"""Names that what stands around them gives away: a role, living somewhere, another name in the same list."""

from collections.abc import Iterator, Sequence

from nlp.language import word_list
from nlp.masking.kinds import IN_SPACE, PEOPLE, Mask, MaskKind, MaskSource
from nlp.masking.places import short_names
from nlp.masking.slots import TO_ME, speaks_as_a_firm, stands_for_a_firm, stands_for_a_town, stands_for_someone
from nlp.masking.vocabulary import is_french, is_glued, is_ordinary
from nlp.masking.words import (
    ARTICLES,
    BEGIN_DOUBLE,
    Word,
    cue_words,
    is_function_word,
    is_joined,
    mask_over,
    may_be_first_name,
    word_before,
)

_CUES_OF_PEOPLE = (
    cue_words("roles")
    | cue_words("naming")
    | {"merci", "salut", "coucou", "bisous", "signe", "dedicace"}
    | {"voir", "demander"}
)
_VIRTUES = cue_words("virtues")
_GOES = cue_words("goes")
_BEFORE_A_SUBJECT = cue_words("before_a_subject")
_NOT_A_TOWN = cue_words("not_a_town")
_LISTS_OF_TOWNS = ("towns", "towns_small", "towns_ambiguous")
_FIRM_NOUNS = frozenset(
    {"boite", "entreprise", "societe", "startup", "sarl", "ets", "asso", "association", "agence", "chez"}
)
_ENDS_A_FIRM = cue_words("ends_a_firm")
_TOO_COMMON = frozenset({"but", "total", "match", "free", "quick", "metro", "doux", "bic", "lu", "casa", "crit", "u"})
_DOES_TO_ME = TO_ME | {"recrute", "embauche"}
_ALSO_DONE = frozenset({"viens", "vient", "venait", "venais"})  # « je viens de fermer »
_FIRMS = frozenset({MaskKind.COMPANY, MaskKind.ORGANISATION})
_PREPOSITIONS = frozenset({"a", "chez", "de", "pour", "au", "avec", "par"})
_AGAIN = frozenset({"chez", "par"})  # what opens each item of a list: « par manpower, par crit »
_AND = frozenset({"et", "ou", "ni", "puis"})


def find_cued(words: Sequence[Word], named: Sequence[Mask]) -> list[Mask]:
    """Return the masks of what a cue or one of the names already found gives away; they may overlap."""
    return [
        *_cued_people(words),
        *_half_names(words),
        *_cued_towns(words, named),
        *_towns_with_an_article(words),
        *_cued_firms(words),
        *_listed(words, named),
        *_carried_on(words, named),
    ]


def _half_names(words: Sequence[Word]) -> Iterator[Mask]:
    """« jean-phi », « marie-k »: a first name, a hyphen, and what is left of another."""
    for index in range(1, len(words)):
        word, before = words[index], words[index - 1]
        if word.gap == "-" and may_be_first_name(before.folded) and not is_function_word(before.folded):
            short = before.folded in BEGIN_DOUBLE and len(word.folded) < 5
            if short or may_be_first_name(word.folded) or not (is_french(word.folded) or is_function_word(word.folded)):
                yield mask_over(words, index - 1, index, MaskKind.FIRST_NAME, MaskSource.GUESS)


def _carried_on(words: Sequence[Word], named: Sequence[Mask]) -> Iterator[Mask]:
    """« la grange a fernand »: a name that goes on with somebody's."""
    ends = {mask.end: mask.kind for mask in named if mask.kind in _FIRMS}
    people = {mask.start for mask in named if mask.kind in PEOPLE}
    for index in range(1, len(words) - 1):
        word, follower = words[index], words[index + 1]
        of_someone = word.text == "a" and word.gap == follower.gap == " " and follower.start in people
        if of_someone and words[index - 1].end in ends:
            yield Mask(word.start, follower.end, MaskKind.COMPANY, MaskSource.GAZETTEER)


def _listed(words: Sequence[Word], named: Sequence[Mask]) -> Iterator[Mask]:
    """« adhap et amelis », « abou, lamine et moi », « lamine et abou »: beside a name, the same kind of name."""
    ends = {mask.end: mask.kind for mask in reversed(named)}  # reversed, so that the first mask found wins
    starts = {mask.start: mask.kind for mask in reversed(named)}
    for index, word in enumerate(words):
        kind = _kind_before(words, index, ends) or _kind_after(words, index, starts)
        if kind is not None and _may_be(kind, word):
            yield mask_over(words, index, index, kind, MaskSource.GUESS)


def _kind_before(words: Sequence[Word], index: int, ends: dict[int, MaskKind]) -> MaskKind | None:
    """The kind of the item before in the list.

    In order: « chez lidl, chez action » and « par manpower par crit »; « chez lidl et chez action » and « lidl et
    action »; « lidl, action et casino ».
    """
    joint, spaced = index - 1, words[index].gap == " "
    if index > 1 and words[joint].folded in _AGAIN and words[joint].gap in (" ", ", ") and spaced:
        return ends.get(words[joint - 1].end)
    if index > 2 and words[joint].folded in _PREPOSITIONS and spaced:
        joint -= 1
    if joint > 0 and words[joint].folded in _AND and words[joint + 1].gap == words[joint].gap == " ":
        return ends.get(words[joint - 1].end)
    carries_on = index + 1 < len(words) and (words[index + 1].gap == ", " or words[index + 1].folded in _AND)
    return ends.get(words[index - 1].end) if index and words[index].gap == ", " and carries_on else None


def _kind_after(words: Sequence[Word], index: int, starts: dict[int, MaskKind]) -> MaskKind | None:
    """The kind of the item after: « lamine et abou », « jo, léa et tom »."""
    joint, item = words[index + 1 : index + 2], words[index + 2 : index + 3]
    listed = item and joint[0].folded in _AND and joint[0].gap == item[0].gap == " "
    if listed:
        return starts.get(item[0].start)
    # « l’équipe : jo, léa et tom »: a list goes on after the name
    more = item and joint[0].gap == ", " and (item[0].gap == ", " or item[0].folded in _AND)
    kind = starts.get(joint[0].start) if more else None
    return kind if kind in PEOPLE and (words[index].capital or words[index].folded not in _VIRTUES) else None


def _may_be(kind: MaskKind, word: Word) -> bool:
    if is_function_word(word.folded):
        return False
    if kind in PEOPLE:
        return may_be_first_name(word.folded) or is_unlisted(word)
    if kind in IN_SPACE:
        return _is_doubtful_town(word.folded) or is_unlisted(word)
    return kind in _FIRMS and (word.folded in word_list("companies_ambiguous") or is_unlisted(word))


def _cued_people(words: Sequence[Word]) -> Iterator[Mask]:
    """« mon cousin brams », « merci soizic », « lamine et moi », « avec rose »."""
    for index, word in enumerate(words):
        before = word_before(words, index)
        unlisted, named = is_unlisted(word), may_be_first_name(word.folded)
        solemn = is_function_word(word.folded) or word.folded in word_list("solemn_words")
        introduced = before in _CUES_OF_PEOPLE and (unlisted or (word.capital and not solemn))
        placed = (unlisted or named) and (_is_with_me(words, index) or _stands_alone(words, index))
        if introduced or placed:
            yield mask_over(words, index, index, MaskKind.FIRST_NAME, MaskSource.GUESS)


def _is_with_me(words: Sequence[Word], index: int) -> bool:
    """« rose et moi », « moi et rose »."""
    after = [each.folded for each in words[index + 1 : index + 3]]
    if after == ["et", "moi"]:
        return not words[index + 1].gap.strip()
    before = [each.folded for each in words[max(0, index - 2) : index]]
    return before == ["moi", "et"] and words[index].gap == " "


def _stands_alone(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.folded in _VIRTUES or len(word.folded) < 3 or is_function_word(word.folded):
        return False
    return stands_for_someone(words, index)


def _cued_towns(words: Sequence[Word], named: Sequence[Mask]) -> Iterator[Mask]:
    """« j’habite a pagny », « né à tulle », « je viens de garges », « la mission locale de sens »."""
    towns = {mask.start for mask in named if mask.kind in IN_SPACE}
    for index, word in enumerate(words):
        if is_function_word(word.folded) or not (is_unlisted(word) or _is_also_a_town(word.folded)):
            continue
        done = index > 1 and words[index - 1].folded == "de" and words[index - 2].folded in _ALSO_DONE
        goes = _is_also_a_town(word.folded) and _goes_there(words, index)
        if goes or stands_for_a_town(words, index) or _travels(words, index, towns) or (done and is_unlisted(word)):
            yield mask_over(words, index, index, MaskKind.PLACE, MaskSource.GUESS)


def _towns_with_an_article(words: Sequence[Word]) -> Iterator[Mask]:
    """« j’habite à la souterraine », « le bus de la mure »."""
    for index in range(1, len(words)):
        article, word = words[index - 1], words[index]
        if article.folded not in ARTICLES - {"l"} or word.gap != " " or is_function_word(word.folded):
            continue
        name = f"{article.folded} {word.folded}"
        if any(name in word_list(towns) for towns in _LISTS_OF_TOWNS) and stands_for_a_town(words, index - 1):
            yield mask_over(words, index - 1, index, MaskKind.PLACE, MaskSource.GUESS)


def _goes_there(words: Sequence[Word], index: int) -> bool:
    """« on est allés à sens », « je vais a hem demain », but not « je vais à cours forcé »."""
    return word_before(words, index) == "a" and word_before(words, index, 2) in _GOES


def _travels(words: Sequence[Word], index: int, towns: set[int]) -> bool:
    """« d’apt à pertuis », « j’ai fait tours lens »: a town just before another."""
    after, before = words[index + 1 : index + 3], words[index - 1].folded if index else ""
    if len(after) == 2 and after[0].folded == "a" and after[0].gap == after[1].gap == " ":
        return before in ("de", "d", "entre") and after[1].start in towns
    if not after or after[0].gap != " " or before not in ("fait", "fais", "trajet", "ligne"):
        return False
    return after[0].start in towns or _is_also_a_town(after[0].folded)


def _is_also_a_town(folded: str) -> bool:
    return (_is_doubtful_town(folded) or folded in short_names()) and folded not in _NOT_A_TOWN


def _is_doubtful_town(folded: str) -> bool:
    return folded in word_list("towns_ambiguous") or folded in word_list("towns_small")


def _cued_firms(words: Sequence[Word]) -> Iterator[Mask]:
    """« postulé à casino », « quitté picard », « carrefour m’a rappelé », « envol insertion m’a prêté »."""
    for index, word in enumerate(words):
        brand = word.folded in word_list("companies_ambiguous") and word.folded not in _TOO_COMMON
        placed = (brand or is_unlisted(word)) and stands_for_a_firm(words, index)
        if placed or (brand and speaks_as_a_firm(words, index)):
            yield mask_over(words, index, index, MaskKind.COMPANY, MaskSource.GUESS)
        if _names_a_trade(words, index):
            yield mask_over(words, index, index + 1, MaskKind.COMPANY, MaskSource.GUESS)


def _names_a_trade(words: Sequence[Word], index: int) -> bool:
    """« securi plus m’a payé », « la boîte metal concept »: an ordinary word, and one that ends names of firms."""
    if index + 1 >= len(words) or words[index + 1].gap != " " or words[index + 1].folded not in _ENDS_A_FIRM:
        return False
    if len(words[index].folded) < 4 or is_function_word(words[index].folded):
        return False
    announced = index > 0 and words[index - 1].folded in _FIRM_NOUNS and is_joined(words[index].gap)
    announced = announced or stands_for_a_firm(words, index) or _is_by_a_firm(words, index)
    opens = words[index].first or words[index - 1].folded in _BEFORE_A_SUBJECT
    opens = opens and index + 2 < len(words) and words[index + 2].gap == " "
    return announced or (opens and words[index + 2].folded in _DOES_TO_ME)


def _is_by_a_firm(words: Sequence[Word], index: int) -> bool:
    """« payé par aquila services », « chez verdi propreté »."""
    before = word_before(words, index)
    return before in ("chez", "par") or (before in ("de", "a", "pour") and is_unlisted(words[index]))


def is_unlisted(word: Word) -> bool:
    """Tell whether the word is in no dictionary, and is none with a pronoun glued in front."""
    return len(word.folded) > 2 and not is_ordinary(word.folded) and not is_glued(word.folded)
