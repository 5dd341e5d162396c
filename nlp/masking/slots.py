"""Places in a sentence where a name stands: beside « avec », after « le mari de », before « m’a dit ».

What fills the place may be an ordinary word (*rose, sens, casino*) or one in no dictionary; the place makes it a name.
"""

from collections.abc import Sequence

from nlp.masking.vocabulary import is_french, is_glued
from nlp.masking.words import (
    Word,
    cue_words,
    is_function_word,
    is_joined,
    is_public,
    may_be_first_name,
    said_after,
    said_before,
    word_after,
    word_before,
)

_ROLES = cue_words("roles")
_SPEAKING = cue_words("speaking_to")
_BEFORE_A_SUBJECT = cue_words("before_a_subject")
TO_ME = frozenset({"m", "ma", "me", "mon", "nous"})
_TO_SOMEONE = TO_ME | {"lui", "leur"}
_PLACES_OF_WORK = frozenset({"depot", "entrepot", "usine", "drive", "magasin", "caisse"})  # these are of a town too
_STAFF = (cue_words("of_a_company") - _PLACES_OF_WORK) | cue_words("laid_off")
_WORK = cue_words("work_before") | _STAFF
_LEFT = cue_words("leaving")
_RECRUITS = frozenset({"recrute", "embauche", "cherche", "propose", "rappelle", "licencie", "ferme"})
_TOWN_BODIES = cue_words("before_their_town")
_TRAVEL = cue_words("travel_before")
_FAR = frozenset({"loin", "trop", "mort", "a", "pas"})
_STAYS = cue_words("living") | cue_words("work_before")
_WHO = (_ROLES | cue_words("who_someone_is")) - {"moi", "prenom", "surnom", "petit", "petite", "jeune", "type", "dame"}
_BEFORE_SOMEONE = _BEFORE_A_SUBJECT | cue_words("before_someone")
_EPITHETS = cue_words("epithets")
_WORKPLACES = cue_words("workplaces")
_MET = frozenset({"croise", "rencontre", "revu", "recroise", "retrouve", "remercie", "recu"})
_HAVE = frozenset({"ai", "jai", "a", "as", "avons", "avait", "avais", "javais"})
_VIRTUES = cue_words("virtues")
_ALSO_FOUND = frozenset({"retrouve", "rencontre"})
_WHERE_SOMEONE_IS = frozenset({"a", "au", "aux", "chez", "devant", "hier"})
_DO_TO_SOMEONE = _TO_SOMEONE - {"mon"}


def stands_for_someone(words: Sequence[Word], index: int) -> bool:
    """« avec rose », « merci à claire », « le mari de rose », « c’est pierre qui », « hier pierre m’a dit »."""
    before, earlier, after = word_before(words, index), word_before(words, index, 2), word_after(words, index)
    if before in ("chez", "demander", "demandez"):
        return True
    if before == "avec":
        return after not in ("de", "du", "des", "d", "et")
    if before in ("a", "de", "d"):
        return earlier in (_SPEAKING if before == "a" else _ROLES)
    if before == "c" and earlier == "moi":
        return True  # « moi c kev »
    if [word_before(words, index, back) for back in (3, 2, 1)] == ["moi", "c", "est"]:
        return True  # « moi c’est kev »
    if after == "qui" and (before == "cest" or (before == "est" and earlier == "c")):
        return True
    opens = not before or before in _BEFORE_A_SUBJECT
    return opens and (after in _TO_SOMEONE or (after in ("il", "elle") and bool(word_after(words, index, 2))))


def stands_for_a_firm(words: Sequence[Word], index: int) -> bool:
    """« postulé à casino », « viré d’onet », « un cdi chez action », « quitté picard »."""
    before, earlier = word_before(words, index), word_before(words, index, 2)
    if before in ("a", "chez", "avec"):
        return earlier in _WORK
    return before in _LEFT or (before in ("de", "d", "pour") and earlier in _STAFF)


def speaks_as_a_firm(words: Sequence[Word], index: int) -> bool:
    """« carrefour m’a rappelé », « casino recrute »."""
    before, after = word_before(words, index), word_after(words, index)
    opens = not before or before in _BEFORE_A_SUBJECT
    return opens and (after in _TO_SOMEONE or after in _RECRUITS)


def stands_for_a_town(words: Sequence[Word], index: int) -> bool:
    """« la mission locale de sens », « un poste à tarare », « le bus pour brive », « j’habite romans »."""
    before, earlier = word_before(words, index), word_before(words, index, 2)
    if before.startswith(("habit", "propose")):
        return True
    if [word_after(words, index, on) for on in (1, 2)] == ["c", "est"] and word_after(words, index, 3) in _FAR:
        return not before or before in _BEFORE_A_SUBJECT
    if before in ("de", "d", "pour", "du"):
        return earlier in _TOWN_BODIES or earlier in _TRAVEL
    return before in ("a", "sur", "vers", "pres") and earlier in _STAYS


def is_told_of(words: Sequence[Word], index: int) -> bool:
    """A word that may be a first name, or that no dictionary has, where only someone’s name stands."""
    word = words[index]
    if len(word.folded) < 2 or is_function_word(word.folded) or is_public(word.folded):
        return False
    named = may_be_first_name(word.folded)
    if (named and _is_a_character(words, index)) or (not is_french(word.folded) and _is_called_so(words, index)):
        return True
    unlisted = not is_french(word.folded) and not is_glued(word.folded)
    if named and (_works_there(words, index) or _is_met(words, index)):
        return True
    return (named or unlisted) and (
        _is_in_apposition(words, index) or _is_there(words, index) or _is_defined(words, index)
    )


def _works_there(words: Sequence[Word], index: int) -> bool:
    """« y a violette de la compta », « non, marine de l’accueil », but not « la rose de l’accueil »."""
    before = word_before(words, index)
    if before and before not in _BEFORE_SOMEONE and not _comes_after_there(words, index):
        return False
    if word_after(words, index) not in ("de", "du"):
        return False
    return any(word_after(words, index, on) in _WORKPLACES for on in (2, 3))


def _is_met(words: Sequence[Word], index: int) -> bool:
    """« j’ai croisé olive », « j’avais revu prudence », but not « j’ai croisé une rose »."""
    met = word_before(words, index)
    if met in _ALSO_FOUND and words[index].folded in _VIRTUES and not words[index].written_capital:
        return said_after(words, index) in _WHERE_SOMEONE_IS  # « j’ai retrouvé espérance »: the virtue
    return met in _MET and word_before(words, index, 2) in _HAVE


def _is_there(words: Sequence[Word], index: int) -> bool:
    """« il y a nanard qui », « ya patoche qui », « ya dudule, ptit louis »."""
    listed = index + 1 < len(words) and words[index + 1].gap[:1] == ","
    return _comes_after_there(words, index) and (listed or said_after(words, index) == "qui")


def _is_defined(words: Sequence[Word], index: int) -> bool:
    """« nana c’est ma grande sœur », « titou cest mon pote »."""
    before = said_before(words, index)
    if before and before not in _BEFORE_SOMEONE:
        return False
    after = [word_after(words, index, on) for on in range(1, 6)]
    after = after[1:] if after[0] == "cest" else after[2:] if after[:2] == ["c", "est"] else []
    return bool(after) and after[0] in ("mon", "ma", "notre") and not _WHO.isdisjoint(after[1:3])


def _comes_after_there(words: Sequence[Word], index: int) -> bool:
    before = word_before(words, index)
    return before == "ya" or (before == "a" and word_before(words, index, 2) in ("y", "ya"))


def _is_called_so(words: Sequence[Word], index: int) -> bool:
    """« une certaine gwladys », « née lhuillier », « le père mauduit »."""
    before = said_before(words, index)
    if before in ("pere", "mere"):
        return word_before(words, index, 2) in ("le", "la")
    return before in ("certain", "certaine", "nee", "denomme", "denommee")


def _is_a_character(words: Sequence[Word], index: int) -> bool:
    """« la vieille rose m’a offert », « le grand constant me l’a dit »."""
    told = word_before(words, index) in _EPITHETS and word_before(words, index, 2) in ("le", "la")
    return told and said_after(words, index) in _DO_TO_SOMEONE


def _is_in_apposition(words: Sequence[Word], index: int) -> bool:
    """« constant le gardien », « loup, le fils de ma sœur », « désiré mon oncle »: who it is comes next."""
    before = said_before(words, index)
    if index + 2 >= len(words) or words[index + 1].gap not in (" ", ", ") or len(words[index].folded) < 3:
        return False
    if before and words[index].gap.isspace() and before not in _BEFORE_SOMEONE:
        return False  # « la rose, ma voisine l’arrose », « c’est clair la nouvelle est tombée »
    determined = words[index + 1].folded in ("le", "la", "l", "mon", "ma", "notre", "son", "sa")
    return determined and is_joined(words[index + 2].gap) and words[index + 2].folded in _WHO
