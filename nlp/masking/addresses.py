"""Street addresses: a number and a way, a way that is named, a building, a lot."""

from collections.abc import Iterator, Sequence

import re2

from nlp.language import fold
from nlp.masking.kinds import Mask, MaskKind, mask_of
from nlp.masking.vocabulary import is_french
from nlp.masking.words import Word, cue_words, is_function_word, is_joined, may_be_first_name

_WAY = (
    r"(?:rues?|avenue|av|ave|boulevard|boul|bd|bld|all[ée]es?|impasse|imp"
    r"|chemin|che|ch|place|pl|route|rte|cours|quai|square|sq|cit[ée]"
    r"|r\.|r[ée]sidence|zone (?:industrielle|artisanale|commerciale|d['’]activit[ée]s?)"
    r"|r[ée]s|passage|sentier|lotissement|lot|voie"
    r"|mont[ée]e|traverse|esplanade|rond[ -]point|villa|hameau|lieu[ -]dit|faubourg|fbg"
    r"|promenade"
    r"|chauss[ée]e|sente|corniche|placette|dr[èe]ve"
    r"|ruelle|venelle|parvis|mail|domaine|clos|cour|zac|za|zi|b[âa]timent|b[âa]t|immeuble|tour|escalier|esc|appartement|appt|apt)"
)
_NUMBERED_WAY = re2.compile(
    rf"(?i)(?:\bn[°º]?\s?)?\b([0-9]{{1,4}})\s?(?:bis|ter|quater|[a-d]\b)?\s?,?\s{{0,2}}"
    rf"(?:de la |du |de l['’]|d['’])?({_WAY})(?:[^\p{{L}}]|$)"
)
_ALSO_COUNTED = cue_words("ways_also_counted")  # « 2 mail », « 3 cours »: numbers of other things too
# \b knows no accents: it would find « sente » in « présente », and no « cité » before a space
_START, _END = r"(?:^|[^\p{L}\p{N}])", r"(?:[^\p{L}\p{N}]|$)"
_NAMED_WAY = re2.compile(
    rf"(?i){_START}((?:rue|avenue|boulevard|bd|impasse|all[ée]es?|chemin|place|quai|square|cours|traverse|r[ée]sidence"
    r"|cit[ée]|lotissement|b[âa]timent|b[âa]t|hlm|esplanade|parvis|rond[ -]point|faubourg|ruelle|venelle|sentier"
    r"|chauss[ée]e|sente|corniche|placette|lev[ée]e|dr[èe]ve|lieu[ -]dit"
    r"|route|mont[ée]e|promenade|passage|zone (?:industrielle|artisanale|commerciale|d['’]activit[ée]s?)|zi|za|zac)"
    rf"){_END}"
)
# « la rue », « une place », « bon chemin »: what people say of these words when they name none
_COMMON_BEFORE = cue_words("before_a_common_way")
_UNIT = re2.compile(
    rf"(?i){_START}((?:(?:b[âa]timent|appartement|escalier|porte|chambre|lot|hall|tour|(?:b[âa]t|appt|apt|esc)\.?)\s(?:n°\s?)?"
    r"(?:[a-z]?[0-9]{1,4}[a-z]?|(?-i:[A-Z]))|(?:b[âa]timent|escalier|(?:b[âa]t|esc)\.?)\s[a-h]))(?:[^\p{L}\p{N}'’]|$)"
)
_DATED_WAY = re2.compile(
    rf"(?i){_START}({_WAY}\s(?:du\s)?[0-9]{{1,2}}(?:er)?[ -]\p{{L}}+[ -](?:1[789]|20)[0-9]{{2}}){_END}"
)
# « j’habite tour Ronsard », « la tour des cèdres », « zone de la croix blanche », but « le tour des agences »
_TOWER = re2.compile(
    r"(?i)(?:\b(?:la|une|j?habit\p{L}*|log[ée]e?)\s(?:la\s)?|^|[,:]\s)"
    r"(tour|zone)\s(?:(?-i:\p{Lu})|(?:des|du|de la|de l['’])\s?\p{L})"
)
_STREET_GLUE = cue_words("street_glue")
_STREET_LEAD = cue_words("street_lead")


def find_addresses(text: str, words: Sequence[Word]) -> Iterator[Mask]:
    for match in _NUMBERED_WAY.finditer(text):
        led = _NAMED_SO.search(text[match.end() - 1 : match.end() + 8]) is not None
        ambiguous = fold(match.group(2)) in _ALSO_COUNTED and not led and not _is_someone_s(text, match.end(2))
        end = _street_end(words, match.end(), sure=not ambiguous)
        if end or not ambiguous:
            end = end or match.end()
            floor = _FLOOR_AFTER.search(text[end : end + 40])
            yield Mask(match.start(), end + (floor.end() if floor else 0), MaskKind.ADDRESS)
    for match in _NAMED_WAY.finditer(text):
        start, noun_end = match.span(1)
        if text[noun_end : noun_end + 1] == "." and fold(match.group(1)) not in _SHORTENED:
            continue  # the end of a sentence, not of « bd. »
        if _LEVEL.search(text[start : noun_end + 4]) or _INSTEAD.search(text[max(0, start - 5) : noun_end + 4]):
            continue
        end = _street_end(words, noun_end, sure=_is_sure(text, start, noun_end))
        if end:
            number = _NUMBER_AFTER.search(text[end : end + 16])
            yield Mask(start, end + (number.end() if number else 0), MaskKind.ADDRESS)
    yield from _towers(text, words)
    for pattern in (_DATED_WAY, _UNIT):
        for match in pattern.finditer(text):
            yield mask_of(match, MaskKind.ADDRESS, 1)


# « des cours A2 », « à la place de Didier »
_LEVEL = re2.compile(r"(?i)^cours\s[abc][12]\b")
_INSTEAD = re2.compile(r"(?i)\b[àa]\sla\splace\sde?\b")


def _towers(text: str, words: Sequence[Word]) -> Iterator[Mask]:
    for match in _TOWER.finditer(text):
        end = _street_end(words, match.end(1), sure=True)
        if end:
            yield Mask(match.start(1), end, MaskKind.ADDRESS)


# « , 2e étage », « 3eme gauche », « rdc »
_FLOOR_AFTER = re2.compile(
    r"(?i)^,?\s(?:au\s)?(?:[0-9]{1,2}\s?(?:er|e|[eè]me|[eè])(?:\s[ée]tage)?(?:,?\s(?:gauche|droite|face))?"
    r"|rdc|rez[ -]de[ -]chauss[ée]e|porte (?:[0-9]{1,3}|gauche|droite)|b[âa]t(?:iment)?\.? [a-z0-9]\b)"
)
_NUMBER_AFTER = re2.compile(r"(?i)^,?\s(?:au\s)?(?:num[ée]ro|num|n[°º]|n)\s?[0-9]{1,4}\b")
_LIVED = re2.compile(
    r"(?i)(?:habit\p{L}*|log[ée]e?|loge|domicili[ée]e?|adresse|situ[ée]e?|demeurant)"
    r"\s{0,2}[:,]?\s{0,2}(?:au |à |a |est |dans )?(?:la |le |l['’])?$"
)


def _is_sure(text: str, start: int, end: int) -> bool:
    """Does the noun of a way name one here: « j’habite rue… », « le rdv est quai de la loire », « rue jean jaures »?"""
    if _LIVED.search(text[max(0, start - 40) : start]) is not None:
        return True
    if _is_someone_s(text, end):
        return True
    noun, led = fold(text[start:end]), _LED.search(text[end : end + 8]) is not None
    before = _LAST_WORD.search(text[max(0, start - 24) : start])
    word = fold(before.group(1)) if before is not None else ""
    if noun in _ALWAYS_NAMED and (not word or word not in _QUANTITIES):
        return True
    if noun == "rue" and led and not word:
        return True  # « dans la même rue, rue du puits »
    return bool(word) and word not in _COMMON_BEFORE and noun in _BARE_WAYS and led


def _is_someone_s(text: str, end: int) -> bool:
    """« rue victor hugo », « 4 pl jean jaurès », « quai saint michel »."""
    follower = _NEXT_WORD.search(text[end : end + 24])
    if follower is None or is_function_word(fold(follower.group(2))):
        return False
    return may_be_first_name(fold(follower.group(1))) or fold(follower.group(1)) in ("saint", "sainte", "st", "ste")


_SHORTENED = frozenset({"bd", "bat", "za", "zi", "zac", "hlm"})
_ALWAYS_NAMED = frozenset({"avenue", "boulevard", "bd", "quai", "impasse", "square", "esplanade", "faubourg"})
_QUANTITIES = frozenset(
    {"une", "un", "cette", "ce", "ces", "deux", "trois", "des", "de", "d", "pas", "grande", "belle", "a"}
)
_NEXT_WORD = re2.compile(r"^\.?\s{1,2}(\p{L}+)[\s\-](\p{L}+)")
_BARE_WAYS = cue_words("bare_ways")
_LAST_WORD = re2.compile(r"(\p{L}+)['’]?\s*$")
_NAMED_SO = re2.compile(r"(?i)^\s(?:de la|de l['’]|du|des|d['’])\b")
_LED = re2.compile(r"(?i)^\s(?:de la|de l['’]|du|des|d['’]|de)\b")


def _street_end(words: Sequence[Word], position: int, *, sure: bool) -> int | None:
    """Return where the name of a street that begins after ``position`` ends.

    Little words and titles carry on, capitals carry on, and one plain word is taken when the street is sure.
    """
    index = next((i for i, word in enumerate(words) if word.start >= position), len(words))
    end, plain, saw_name = None, 0, False
    while index < len(words) and (is_joined(words[index].gap) or (end is None and words[index].gap.strip(" .") == "")):
        word = words[index]
        if saw_name and word.folded in ("numero", "num", "n"):
            break
        if word.folded in _STREET_GLUE:
            if saw_name and not (index + 1 < len(words) and words[index + 1].capital) and word.gap != "-":
                break
        elif word.capital or word.gap == "-" or (sure and word.folded in _STREET_LEAD and plain < 2):
            end, saw_name = word.end, True
            plain += word.folded not in _STREET_LEAD and not word.capital
        elif may_be_first_name(word.folded) and not is_french(word.folded):
            end, saw_name = word.end, True
        elif (sure or saw_name) and plain < 1 and not is_function_word(word.folded):
            end, saw_name, plain = word.end, True, plain + 1
        else:
            break
        index += 1
    return end
