"""Street addresses: a number and a way, a way that is named, a building, a lot."""

from collections.abc import Iterator, Sequence

import re2

from nlp.language import fold
from nlp.masking.kinds import Mask, MaskKind, mask_of
from nlp.masking.naming import may_be_in_a_name
from nlp.masking.streets import street_end
from nlp.masking.vocabulary import is_french
from nlp.masking.words import Word, cue_words, following, is_function_word, is_joined, may_be_first_name

_WAY = (
    r"(?:rues?|ru|avenue?|av|ave|boule?vard|boul|bd|bld|blvd|bvd|all?[ée]{1,2}s?|all|i[mn]pass?e|imp|ld"
    r"|chem(?:in|ain)|chem|che|ch|pla(?:ce|sse)|pl|route|rte|cours|quai|square|sq|cit[ée]"
    r"|r\.|r|r[ée]sidence|zone (?:industrielle|artisanale|commerciale|d['’]activit[ée]s?)|parc d['’]activit[ée]s?"
    r"|r[ée]s|passage|sentier|lotissement|lot|voie"
    r"|mont[ée]e|traverse|esplanade|rond[ -]point|villa|hameau|lieu[ -]dit|faubourg|fbg"
    r"|promenade"
    r"|chauss[ée]e|sente|corniche|placette|dr[èe]ve"
    r"|ruelle|venelle|parvis|mail|domaine|clos|cour|zac|zae|za|zi|b[âa]timent|b[âa]t|immeuble|tour|escalier|esc|appartement|appt|apt)"
)
_TO_SIXTEEN = r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize)"
_SPELT_NUMBER = (
    r"(?:(?:cent|vingts?|trente|quarante|cinquante|soixante|quatre[ -]vingts?)"
    rf"(?:[ -](?:et[ -])?(?:vingts?|trente|quarante|cinquante|soixante|dix|{_TO_SIXTEEN}))*"
    rf"|{_TO_SIXTEEN}(?:[ -]{_TO_SIXTEEN})?)"
)
_TO = r"\s?(?:bis|ter)?\s?(?:[\-–/]|à|au|et)\s?"  # « 12-14 rue des lilas »
_NUMBERED_WAY = re2.compile(
    rf"(?i)(?:\bn[°º]?\s?)?\b((?:[0-9]{{1,4}}{_TO})?[0-9]{{1,4}}|{_SPELT_NUMBER})\s?(?:bis|ter|quater|[a-d]\b)?\s?,?\s{{0,2}}"
    rf"(?:de la |du |de l['’]|d['’])?({_WAY})(?:[^\p{{L}}]|$)"
)
_ALSO_COUNTED = cue_words("ways_also_counted")  # « 2 mail », « 3 cours »: numbers of other things too
# \b knows no accents: it would find « sente » in « présente », and no « cité » before a space
_START, _END = r"(?:^|[^\p{L}\p{N}])", r"(?:[^\p{L}\p{N}]|$)"
_NAMED_WAY = re2.compile(
    rf"(?i){_START}((?:rue|avenue|boulevard|bd|impasse|all[ée]es?|chemin|place|quai|square|cours|traverse|r[ée]sidence"
    r"|cit[ée]|lotissement|b[âa]timent|b[âa]t|hlm|esplanade|parvis|rond[ -]point|faubourg|ruelle|venelle|sentier"
    r"|chauss[ée]e|sente|corniche|placette|lev[ée]e|dr[èe]ve|lieu[ -]dit"
    r"|route|mont[ée]e|promenade|passage|zone (?:industrielle|artisanale|commerciale|d['’]activit[ée]s?)|zi|za|zac|zae"
    r"|parc d['’]activit[ée]s?|lieudit|ld|pl|imp|rte|chem|all|bld|blvd|sq|r[ée]s|ave?)"
    rf"){_END}"
)
# « la rue », « une place », « bon chemin »: what people say of these words when they name none
_COMMON_BEFORE = cue_words("before_a_common_way")
_UNIT_NOUN = (
    r"(?:b[âa]timent|appartement|escalier|porte|chambre|lot|hall|tour|bloc|immeuble|emplacement|villa|pavillon"
    r"|mobil[ -]?home|box|parcelle|appart|(?:b[âa]t|appt|apt|esc|imm)\.?)"
)
_ONE_UNIT = (
    rf"(?:{_UNIT_NOUN}\s(?:n°\s?)?(?:[a-z]?[0-9]{{1,4}}[a-z]?|(?-i:[A-Z]))"
    r"|(?:b[âa]timent|escalier|bloc|(?:b[âa]t|esc)\.?)\s[a-h])"
)
_ENTRANCE = r"(?:entr[ée]e\s(?:n°\s?)?(?:[0-9]{1,3}|(?-i:[A-Z]))\b)"
_UNIT = re2.compile(rf"(?i){_START}({_ONE_UNIT}(?:,?\s(?:{_ONE_UNIT}|{_ENTRANCE}))*)(?:[^\p{{L}}\p{{N}}'’]|$)")
_NO_UNIT = re2.compile(r"(?i)^box\s[3-6]g$|\s(?-i:a)$")  # « la box 4G », « le bâtiment a été repeint »
_POST_BOX = re2.compile(
    rf"(?i){_START}((?:bo[iî]te postale|bp|cs)\s?(?:n°\s?)?[0-9]{{2,6}}(?:\scedex(?:\s[0-9]{{1,2}})?)?){_END}"
)
_HIGH_STREET = re2.compile(
    rf"(?i){_START}([0-9]{{1,4}}(?:\s?(?:bis|ter))?,?\s(?:la\s)?grand(?:e[ -]|[ -]|['’])rue){_END}"
)
# « av. du 8 mai 1945 », « 5 rue du 14 juillet », « place du onze novembre »: these without their year name streets
_STREET_DATE = (
    r"(?:(?:1er|premier|8|huit)[ -]mai|(?:11|onze)[ -]novembre|(?:14|quatorze)[ -]juillet|(?:4|quatre)[ -]septembre"
    r"|(?:19|dix[ -]neuf)[ -]mars|(?:6|18|dix[ -]huit)[ -]juin)"
)
_DATED_WAY = re2.compile(
    rf"(?i){_START}({_WAY}\.?\s(?:du\s)?[0-9]{{1,2}}(?:er)?[ -]\p{{L}}+[ -](?:1[789]|20)[0-9]{{2}}"
    rf"|(?:[0-9]{{1,4}}\s?(?:bis|ter)?,?\s{_WAY}|rue|avenue|av|ave|boulevard|bd|bvd|bld|place|pl|quai|square)"
    rf"\.?\sdu\s{_STREET_DATE}(?:[ -](?:1[789]|20)[0-9]{{2}})?){_END}"
)
# « cité des 3 ponts », « résidence les 4 vents », « rue des 2 moulins »
_COUNTED_WAY = re2.compile(
    rf"(?i){_START}((?:(?:cit[ée]|r[ée]sidence|r[ée]s|quartier|lotissement|hlm)\s(?:des|les)"
    r"|(?:rue|all[ée]es?|place|square|impasse|chemin)\sdes)\s[0-9]{1,3}\s\p{L}{3,})" + _END
)
# « au 103 bis »: no other number is counted so
_NUMBER_ALONE = re2.compile(
    rf"(?i){_START}(?:(?:au|du|le|n°|num[ée]ro|num)\s([0-9]{{1,4}}\s?(?:bis|quater))"
    rf"|(?:au|num[ée]ro)\s([0-9]{{1,4}}\s?(?-i:ter))){_END}"
)
# « rue des tilleuls. Au 103, l’interphone… »: once the street is known
_NUMBER_LATER = re2.compile(r"(?i)(?:^|[^\p{N}]\s|[^\p{L}\p{N}\s]\s?)au\s([0-9]{1,4})(?:\s?[,.;!?)\n]|$)")
# « j’habite tour Ronsard », « la tour des cèdres », « zone de la croix blanche », but « le tour des agences »
_TOWER = re2.compile(
    r"(?i)(?:\b(?:la|une|j?habit\p{L}*|log[ée]e?)\s(?:la\s)?|^|[,:]\s)"
    r"(tour|zone)\s(?:(?-i:\p{Lu})|(?:des|du|de la|de l['’])\s?\p{L})"
)


def find_addresses(text: str, words: Sequence[Word]) -> Iterator[Mask]:
    streets = [*_numbered(text, words), *_named(text, words), *_towers(text, words)]
    yield from streets
    for pattern in (_DATED_WAY, _COUNTED_WAY, _UNIT, _POST_BOX, _HIGH_STREET):
        for match in pattern.finditer(text):
            if pattern is not _UNIT or not _NO_UNIT.search(match.group(1)):
                yield mask_of(match, MaskKind.ADDRESS, 1)
    for match in _NUMBER_ALONE.finditer(text):
        yield mask_of(match, MaskKind.ADDRESS, 1 if match.group(1) else 2)
    first = min((street.end for street in streets), default=len(text))
    for match in _NUMBER_LATER.finditer(text[first:]):
        yield Mask(first + match.start(1), first + match.end(1), MaskKind.ADDRESS)


def _numbered(text: str, words: Sequence[Word]) -> Iterator[Mask]:
    for match in _NUMBERED_WAY.finditer(text):
        number, noun = match.group(1), fold(match.group(2))
        if not number[0].isdigit() and not _may_be_a_number(number, noun):
            continue
        led = _NAMED_SO.search(text[match.end() - 1 : match.end() + 8]) is not None
        named = led or _is_someone_s(text, match.end(2)) or _is_usual(words, match.end(2))
        ambiguous = noun in _ALSO_COUNTED and not named
        end = street_end(words, match.end(), sure=not ambiguous)
        if end or not ambiguous:
            end = end or match.end()
            more = _INSIDE_AFTER.search(text[end : end + 40])
            yield Mask(match.start(), end + (more.end() if more else 0), MaskKind.ADDRESS)


def _named(text: str, words: Sequence[Word]) -> Iterator[Mask]:
    for match in _NAMED_WAY.finditer(text):
        start, noun_end = match.span(1)
        if not _may_name(text, words, start, noun_end):
            continue
        end = street_end(words, noun_end, sure=_is_sure(text, words, start, noun_end))
        if end:
            more = _NUMERO_AFTER.search(text[end : end + 16]) or _INSIDE_AFTER.search(text[end : end + 40])
            yield Mask(start, end + (more.end() if more else 0), MaskKind.ADDRESS)


def _may_name(text: str, words: Sequence[Word], start: int, end: int) -> bool:
    noun = fold(text[start:end])
    if text[end : end + 1] == "." and noun not in _SHORTENED | _SHORT_WAYS:
        return False  # the end of a sentence, not of « bd. »
    if noun in _SHORT_WAYS:
        return _is_shortened(text, words, end)  # « pl jean jaurès », but not « pl de monde », « av des gens »
    return not (_LEVEL.search(text[start : end + 4]) or _INSTEAD.search(text[max(0, start - 5) : end + 4]))


def _may_be_a_number(spelt: str, noun: str) -> bool:
    """« vingt-deux rue de la poterne », but not « deux rues plus loin », « une place »."""
    return fold(spelt) not in ("un", "une") and not noun.endswith("s") and noun not in _ALSO_COUNTED


# « des cours A2 », « à la place de Didier », « mettre en place »
_LEVEL = re2.compile(r"(?i)^cours\s[abc][12]\b")
_INSTEAD = re2.compile(r"(?i)\b[àa]\sla\splace\sde?\b|\ben\splace\b")


def _towers(text: str, words: Sequence[Word]) -> Iterator[Mask]:
    for match in _TOWER.finditer(text):
        end = street_end(words, match.end(1), sure=True)
        if end:
            yield Mask(match.start(1), end, MaskKind.ADDRESS)


# « , 2e étage », « 3eme gauche », « rdc », « , entrée 3 »
_INSIDE_AFTER = re2.compile(
    r"(?i)^(?:,?\s(?:au\s)?(?:[0-9]{1,2}\s?(?:[eè]me|er|[eè])(?:\s[ée]tage)?(?:,?\s(?:gauche|droite|face))?"
    rf"|rdc|rez[ -]de[ -]chauss[ée]e|porte (?:[0-9]{{1,3}}|gauche|droite)|b[âa]t(?:iment)?\.? [a-z0-9]\b|{_ENTRANCE}))+"
)
_NUMERO_AFTER = re2.compile(r"(?i)^,?\s(?:au\s)?(?:num[ée]ro|num|n[°º]|n)\s?[0-9]{1,4}\b")
_LIVED = re2.compile(
    r"(?i)(?:habit\p{L}*|log[ée]e?|loge|domicili[ée]e?|adresse|situ[ée]e?|demeurant)"
    r"\s{0,2}[:,]?\s{0,2}(?:au |à |a |est |dans )?(?:la |le |l['’])?$"
)


def _is_sure(text: str, words: Sequence[Word], start: int, end: int) -> bool:
    """Does the noun of a way, at ``[start, end)``, name one here?"""
    noun, before = fold(text[start:end]), _LAST_WORD.search(text[max(0, start - 24) : start])
    word = fold(before.group(1)) if before is not None else ""
    led = _LED.search(text[end : end + 8]) is not None
    if word:  # « le rdv est rue de la loire », « on va rue mouffle »
        bare = word not in _COMMON_BEFORE and noun in _BARE_WAYS and (led or _opens_with_a_name(words, end))
    else:  # « dans la même rue, rue du puits », « le T2 cité des coquelicots »
        bare = (noun == "rue" and led) or (noun in _BARE_WAYS and _is_shortened(text, words, end))
    return (
        bare
        or _LIVED.search(text[max(0, start - 40) : start]) is not None  # « j’habite rue… »
        or _is_someone_s(text, end)  # « rue jean jaurès »
        or _is_usual(words, end)  # « la rue pasteur »
        or noun in _SHORT_WAYS  # « pl », once it is known that a name comes next
        or (noun in _TOLD_APART and _names_it(text, words, end))  # « à la zi des paluds »
        or (noun in _ALWAYS_NAMED and word not in _QUANTITIES)  # « sur le quai nord »
    )


def _is_usual(words: Sequence[Word], end: int) -> bool:
    """« la rue pasteur », « place de la république »: every town has one."""
    index = following(words, end)
    while index < len(words) and words[index].folded in _BEFORE_AN_ODONYM and words[index].gap != "\n":
        index += 1
    return index < len(words) and words[index].folded in _ODONYMS and is_joined(words[index].gap)


def _is_shortened(text: str, words: Sequence[Word], end: int) -> bool:
    """« pl jean jaurès », « imp des lavandières », « res les mimosas », « rte de Saint-Leu »: a name comes next."""
    return _is_someone_s(text, end) or _names_it(text, words, end) or _opens_with_a_name(words, end)


def _names_it(text: str, words: Sequence[Word], end: int) -> bool:
    """« des paluds », « les mimosas », but not « du coin », « de la ville »."""
    led = _ARTICLE_LED.search(text[end : end + 8])
    if led is None:
        return False
    index = following(words, end + led.end() - 1)
    return index < len(words) and words[index].gap in (" ", "'", "’", ". ") and may_be_in_a_name(words[index])


def _opens_with_a_name(words: Sequence[Word], end: int) -> bool:
    """« rue mouffle », « zi jauzarre », « rte de Saint-Leu »: a capital comes next, or a word that is not French."""
    index = following(words, end)
    if index == len(words):
        return False
    word = words[index]
    if word.folded == "de":
        return index + 1 < len(words) and words[index + 1].capital
    if word.gap.strip(" .") or is_function_word(word.folded):
        return False
    glued = word.folded[0] in "cdjlmnst" and is_french(word.folded[1:])  # « rue jcherche »
    dotted = word.gap[:1] == "." and word.written_capital  # « rés. Clair Matin »
    return word.capital or dotted or (len(word.folded) > 4 and not is_french(word.folded) and not glued)


def _is_someone_s(text: str, end: int) -> bool:
    """« rue victor hugo », « 4 pl jean jaurès », « quai saint michel »."""
    follower = _NEXT_WORD.search(text[end : end + 24])
    if follower is None or any(is_function_word(fold(follower.group(group))) for group in (1, 2)):
        return False
    return may_be_first_name(fold(follower.group(1))) or fold(follower.group(1)) in ("saint", "sainte", "st", "ste")


_SHORTENED = frozenset({"bd", "bat", "za", "zi", "zac", "hlm"})
_SHORT_WAYS = cue_words("short_ways")
_TOLD_APART = cue_words("told_apart")
_ODONYMS = cue_words("odonyms")
_BEFORE_AN_ODONYM = frozenset({"de", "la", "du", "l", "marechal", "general"})
_ARTICLE_LED = re2.compile(r"(?i)^\.?\s(?:de la|de l['’]|du|des|d['’]|les|le|la|l['’])(?:\s|\p{L})")
_ALWAYS_NAMED = frozenset({"avenue", "boulevard", "bd", "quai", "impasse", "square", "esplanade", "faubourg"})
_QUANTITIES = frozenset(
    {"une", "un", "cette", "ce", "ces", "deux", "trois", "des", "de", "d", "pas", "grande", "belle", "a"}
)
_NEXT_WORD = re2.compile(r"^\.?\s{1,2}(\p{L}+)[\s\-](\p{L}+)")
_BARE_WAYS = cue_words("bare_ways")
_LAST_WORD = re2.compile(r"(\p{L}+)['’]?\s*$")
_NAMED_SO = re2.compile(r"(?i)^\.?\s(?:de la|de l['’]|du|des|d['’])\b")
_LED = re2.compile(r"(?i)^\s(?:de la|de l['’]|du|des|d['’]|de)\b")
