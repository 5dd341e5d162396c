"""Passages read as words: what may stand in a label, what may link two words of one, what ends an expression."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from nlp import resources
from nlp.language import fold, for_spacy, is_stop_word, load, word_list

MASK = re.compile(r"\[[^\[\]]{1,40}\]")
MASK_STAND_IN = " ; "  # no word: an expression never reaches over a mask
TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*'?|[^\w\s]|\d+")
LINKS = frozenset({"de", "d'", "du", "des", "à", "au", "aux", "en", "la", "le", "les", "l'"})
ARTICLES = frozenset({"un", "une"})
# Quantifiers, and the key they share, so that « aucun », « sans » and « peu » count as the same thing.
QUANTITIES = {"aucun": "aucun", "aucune": "aucun", "sans": "aucun", "pas": "aucun", "peu": "aucun", "trop": "trop"}
LINKED = frozenset({"pas", "peu", "trop"})  # « pas de réponse », but « aucune réponse »
SHORTEST, LONGEST = 3, 4  # letters of a word that counts; words of an expression, links included
ACRONYM = 6
NAMES = ("first_names", "surnames")
NAMES_THAT_ARE_WORDS = ("first_names_ambiguous", "surnames_ambiguous")
PARSED = 5_000  # passages read by the language model: the words of a larger corpus are nearly all there

Key = tuple[str, ...]


class Role(StrEnum):
    """What a word may do in an expression."""

    NOUN = "noun"
    ADJECTIVE = "adjective"
    VERB = "verb"
    LINK = "link"
    ARTICLE = "article"
    QUANTITY = "quantity"
    COMMON = "common"  # says nothing alone, something when denied: « aucun problème », « jamais trouvé »
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be shown, the key under which its forms are counted together, its role, and a verb as written."""

    text: str
    key: str
    role: Role
    conjugated: str = ""

    @property
    def said(self) -> str:
        return self.conjugated or self.text


class Expression(NamedTuple):
    """One word or several that may be said by themselves.

    Most are counted and never shown: they are joined as they are written only when asked.
    """

    key: Key
    words: tuple[str, ...]
    has_noun: bool

    @property
    def text(self) -> str:
        return written(self.words)


UNKNOWN = Word("", "", Role.BREAK)
ENDS = frozenset({Role.COMMON, Role.BREAK})
Reader = Callable[[Sequence[str]], list[list[Word]]]


@cache
def common_words() -> frozenset[str]:
    """French words too common to say what a theme is about, folded."""
    return frozenset(fold(word) for line in resources.lines("common_words.txt") for word in line.split())


def remembered(read: Reader) -> Reader:
    """Read each text once only, however often it is asked for."""
    known: dict[str, list[Word]] = {}

    def reader(texts: Sequence[str]) -> list[list[Word]]:
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(missing, read(missing), strict=True))
        return [known[text] for text in texts]

    return reader


def read_plainly(texts: Sequence[str]) -> list[list[Word]]:
    """Read without a language model: every word that is not common counts as a noun, plurals joined."""
    read = []
    for text in texts:
        tokens = TOKEN.findall(_open(text))
        read.append([_plain_word(token, opens) for token, opens in zip(tokens, _openings(tokens), strict=True)])
    return read


def evenly(count: int, most: int) -> list[int]:
    """Choose ``most`` of ``count`` passages, evenly spaced, the first and the last among them; all when no more."""
    chosen: list[int] = np.linspace(0, count - 1, min(count, most)).astype(int).tolist()
    return chosen


def read_french(texts: Sequence[str], parsed: int = PARSED) -> list[list[Word]]:
    """Read with the French pipeline: lemmas and parts of speech; a first name or a surname ends an expression.

    Beyond ``parsed`` passages, the pipeline reads that many, evenly spaced; each form of the others is read as it
    most often was, and ends an expression when it was never met.
    """
    if len(texts) <= parsed:
        return [[word for _, word in passage] for passage in _parse(texts)]
    taught = _parse([texts[i] for i in evenly(len(texts), parsed)])
    readings: dict[str, Counter[Word]] = defaultdict(Counter)
    for form, word in chain.from_iterable(taught):
        readings[form][word] += 1
    usual = {form: min(words, key=lambda word: (-words[word], word.key, word.role)) for form, words in readings.items()}
    return [[usual.get(form, UNKNOWN) for form in forms] for forms in _tokenize(texts)]


def _parse(texts: Sequence[str]) -> list[list[tuple[str, Word]]]:
    """Give each word with its form: how it is written, without the capital that opens a sentence."""
    read = []
    for doc in load().pipe((_prepared(text) for text in texts), disable=["parser", "ner"], batch_size=64):
        openings = _openings([token.text for token in doc])
        words = (_french_word(token, opens) for token, opens in zip(doc, openings, strict=True))
        read.append(list(zip(_forms(doc), words, strict=True)))
    return read


def _tokenize(texts: Sequence[str]) -> list[list[str]]:
    tokenizer = load().tokenizer
    return [_forms(tokenizer(_prepared(text))) for text in texts]


def _forms(tokens: Iterable[Any]) -> list[str]:
    texts = [token.text for token in tokens]
    return [_cased(text, opens) for text, opens in zip(texts, _openings(texts), strict=True)]


def _prepared(text: str) -> str:
    return for_spacy(_open(text)).text


def _openings(tokens: Sequence[str]) -> list[bool]:
    """Tell which tokens open a sentence, where a capital means nothing."""
    return [not i or tokens[i - 1] in ".!?…:;-•«\n" for i in range(len(tokens))]


def expressions(words: Sequence[Word]) -> Iterator[Expression]:
    """List the words and expressions of a passage: key, and form as written.

    « attente », « attente de réponse », « long délai », « aucune aide », « trouver un emploi », « complexe ».
    """
    for start, first in enumerate(words):
        if first.role not in (Role.NOUN, Role.ADJECTIVE, Role.VERB, Role.QUANTITY):
            continue
        for end in range(start, min(start + LONGEST, len(words))):
            if words[end].role in ENDS:
                break
            span = words[start : end + 1]
            if _holds(span):
                texts = tuple(word.text for word in span)
                yield Expression(_key(span), texts, any(word.role is Role.NOUN for word in span))


def _holds(span: Sequence[Word]) -> bool:
    """Tell whether a run of words without break may be said by itself."""
    roles = [word.role for word in span]
    if roles[0] is Role.QUANTITY:
        return _is_counted(span)
    if len(span) == 1:
        return True
    if roles[0] is Role.NOUN:
        return roles[-1] in (Role.NOUN, Role.ADJECTIVE) and Role.ARTICLE not in roles and Role.VERB not in roles
    if roles[0] is Role.ADJECTIVE:
        return roles == [Role.ADJECTIVE, Role.NOUN]
    return roles[-1] is Role.NOUN and Role.VERB not in roles[1:] and len(span) <= LONGEST


def _is_counted(span: Sequence[Word]) -> bool:
    """Tell whether a quantity stands before what may be said by itself: « aucune aide », « pas de réponse »."""
    start = 2 if span[0].text in LINKED else 1
    links = all(word.role is Role.LINK for word in span[1:start])
    return links and len(span) > start and span[start].role is Role.NOUN and _holds(span[start:])


def _key(span: Sequence[Word]) -> Key:
    return tuple(word.key for word in span if word.role not in (Role.LINK, Role.ARTICLE))


def written(texts: Iterable[str]) -> str:
    """Join words as French does: « n’aide pas », « moi-même »."""
    return " ".join(texts).replace("'", "’").replace("’ ", "’").replace(" - ", "-")


def _open(text: str) -> str:
    return MASK.sub(MASK_STAND_IN, text).replace("’", "'")


def _plain_word(token: str, opens: bool) -> Word:
    low = token.lower()
    if low in LINKS:
        return Word(low, low, Role.LINK)
    key = fold(low)
    if not _counts(key):
        return Word(token, low, Role.BREAK)
    return Word(_cased(token, opens), key.rstrip("sx") if len(key) > SHORTEST else key, Role.NOUN)


def _french_word(token: Any, opens: bool) -> Word:
    low = token.text.lower()
    if low in LINKS:
        return Word(low, low, Role.LINK)
    if low in ARTICLES:
        return Word(low, low, Role.ARTICLE)
    if low in QUANTITIES:
        return Word(low, QUANTITIES[low], Role.QUANTITY)
    key = fold(token.lemma_ or low)
    role = _role(token)
    if role is Role.BREAK or not key.replace("-", "").isalpha() or _names_someone(token.text, opens):
        return Word(low, low, Role.BREAK)
    conjugated = low if role is Role.VERB else ""
    if not _counts(key) or not _counts(fold(low)):
        return Word(low, key, Role.COMMON, conjugated)
    # A verb is shown as the dictionary has it: « chercher un emploi » is what « je cherche un emploi » says.
    return Word(token.lemma_.lower() if role is Role.VERB else _cased(token.text, opens), key, role, conjugated)


def _names_someone(token: str, opens: bool) -> bool:
    """Tell whether a word with a capital is a first name or a surname that masking missed.

    Lists do better than the model's entities, three in four of which are institutions or plain words here.
    """
    if not token[:1].isupper() or token.isupper():
        return False
    lists = NAMES if opens else (*NAMES, *NAMES_THAT_ARE_WORDS)
    return any(fold(token) in word_list(name) for name in lists)


def _role(token: Any) -> Role:
    if token.pos_ in ("NOUN", "PROPN"):
        return Role.NOUN
    if token.pos_ == "ADJ":
        return Role.ADJECTIVE
    return Role.VERB if token.pos_ == "VERB" else Role.BREAK


def _counts(key: str) -> bool:
    letters = key.replace("-", "")
    return len(key) >= SHORTEST and letters.isalpha() and key not in common_words() and not is_stop_word(key)


def _cased(token: str, opens: bool) -> str:
    """Keep acronyms, and the capital of a name (« Pôle emploi ») unless it only opens a sentence."""
    if token.isupper():
        return token if 1 < len(token) <= ACRONYM else token.lower()
    return token.lower() if opens else token
