"""Places in a sentence where a name stands: beside « avec », after « le mari de », before « m’a dit ».

What fills the place may be an ordinary word (*rose, sens, casino*) or one in no dictionary; the place makes it a name.
"""

from collections.abc import Sequence

from nlp.masking.words import Word, cue_words, is_joined

_ROLES = cue_words("roles")
_SPEAKING = cue_words("speaking_to")
_BEFORE_A_SUBJECT = cue_words("before_a_subject")
_TO_ME = frozenset({"m", "ma", "me", "mon", "nous", "lui", "leur"})
_PLACES_OF_WORK = frozenset({"depot", "entrepot", "usine", "drive", "magasin", "caisse"})  # these are of a town too
_STAFF = (cue_words("of_a_company") - _PLACES_OF_WORK) | cue_words("laid_off")
_WORK = cue_words("work_before") | _STAFF
_LEFT = cue_words("leaving")
_RECRUITS = frozenset({"recrute", "embauche", "cherche", "propose", "rappelle", "licencie", "ferme"})
_TOWN_BODIES = cue_words("before_their_town")
_TRAVEL = cue_words("travel_before")
_FAR = frozenset({"loin", "trop", "mort", "a", "pas"})
_STAYS = cue_words("living") | cue_words("work_before")


def _before(words: Sequence[Word], index: int, back: int = 1) -> str:
    """Return the word ``back`` words before, if nothing but spaces stands between."""
    if index < back or not all(is_joined(each.gap) for each in words[index - back + 1 : index + 1]):
        return ""
    return words[index - back].folded


def _after(words: Sequence[Word], index: int, on: int = 1) -> str:
    if index + on >= len(words) or not all(is_joined(each.gap) for each in words[index + 1 : index + on + 1]):
        return ""
    return words[index + on].folded


def stands_for_someone(words: Sequence[Word], index: int) -> bool:
    """« avec rose », « merci à claire », « le mari de rose », « c’est pierre qui », « hier pierre m’a dit »."""
    before, earlier, after = _before(words, index), _before(words, index, 2), _after(words, index)
    if before in ("chez", "demander", "demandez"):
        return True
    if before == "avec":
        return after not in ("de", "du", "des", "d", "et")
    if before in ("a", "de", "d"):
        return earlier in (_SPEAKING if before == "a" else _ROLES)
    if [_before(words, index, back) for back in (3, 2, 1)] == ["moi", "c", "est"] or [earlier, before] == ["moi", "c"]:
        return True  # « moi c’est kev »
    if after == "qui" and (before == "cest" or (before == "est" and earlier == "c")):
        return True
    opens = not before or before in _BEFORE_A_SUBJECT
    return opens and (after in _TO_ME or (after in ("il", "elle") and bool(_after(words, index, 2))))


def stands_for_a_firm(words: Sequence[Word], index: int) -> bool:
    """« postulé à casino », « viré d’onet », « un cdi chez action », « quitté picard »."""
    before, earlier = _before(words, index), _before(words, index, 2)
    if before in ("a", "chez", "avec"):
        return earlier in _WORK
    return before in _LEFT or (before in ("de", "d", "pour") and earlier in _STAFF)


def speaks_as_a_firm(words: Sequence[Word], index: int) -> bool:
    """« carrefour m’a rappelé », « casino recrute »."""
    before, after = _before(words, index), _after(words, index)
    opens = not before or before in _BEFORE_A_SUBJECT
    return opens and (after in _TO_ME or after in _RECRUITS)


def stands_for_a_town(words: Sequence[Word], index: int) -> bool:
    """« la mission locale de sens », « un poste à tarare », « le bus pour brive », « j’habite romans »."""
    before, earlier = _before(words, index), _before(words, index, 2)
    if before.startswith(("habit", "propose")):
        return True
    if [_after(words, index, on) for on in (1, 2)] == ["c", "est"] and _after(words, index, 3) in _FAR:
        return not before or before in _BEFORE_A_SUBJECT
    if before in ("de", "d", "pour", "du"):
        return earlier in _TOWN_BODIES or earlier in _TRAVEL
    return before in ("a", "sur", "vers", "pres") and earlier in _STAYS
