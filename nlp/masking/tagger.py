"""A light statistical layer: how likely each word is to be part of a name, from how it is written and where it stands.

A linear model on hashed features, one row of small integers per kind. It hides nothing by itself: it says which texts
are worth reading again, and ``context`` decides. ``python -m benchmarks.train_tagger`` makes its weights.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np

from nlp import resources
from nlp.language import word_list
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.vocabulary import is_french, is_glued, is_medicine, is_unheard, is_verb
from nlp.masking.words import Word, cue_words, is_function_word, is_joined, is_public

SIZE = 1 << 16
KINDS = (
    MaskKind.FIRST_NAME, MaskKind.PLACE, MaskKind.ORGANISATION, MaskKind.HEALTH, MaskKind.ADDRESS, MaskKind.RARE_FACT,
)  # fmt: skip
_LISTS = (
    "first_names", "first_names_ambiguous", "surnames", "surnames_ambiguous", "towns", "towns_ambiguous", "towns_small",
    "companies", "companies_ambiguous", "public_words", "solemn_words", "common_words", "hospitals", "neighbourhoods",
)  # fmt: skip
_CUES = (
    "roles", "health", "care", "association", "company", "neighbourhood", "shops", "rare_trades", "titles", "naming",
    "living", "leaving", "speaking_to", "brought_to_care", "place_before", "verbs_after", "never_a_name",
)  # fmt: skip
_ANNOUNCE = (
    "roles", "titles", "health", "care", "association", "company", "neighbourhood", "shops", "of_a_company", "sites",
    "kinds_of_training", "verbs_after", "living", "leaving", "rare_trades",
)  # fmt: skip
_WAYS = frozenset(
    {"rue", "avenue", "boulevard", "impasse", "allee", "allees", "chemin", "place", "quai", "square", "cours", "route",
     "residence", "cite", "lotissement", "batiment", "immeuble", "tour", "passage", "sentier", "faubourg", "hameau"}
)  # fmt: skip
_ALSO_WORDS = ("towns", "first_names", "companies")
_BACK = 5  # words
_OF_ANYTHING = cue_words("never_a_name") | cue_words("not_in_a_name") | cue_words("said_of_anything")
_LABELS = cue_words("after_a_name_on_a_form")
_ON_A_FORM = cue_words("on_a_form")
_PRONOUNS = frozenset(
    {"moi", "toi", "nous", "vous", "lui", "leur", "je", "tu", "il", "elle", "on", "ils", "elles", "t"}
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A word once: what it is called, what it looks like, and the lists it is in."""

    name: str
    look: str
    flags: tuple[str, ...]


def features_of(words: Sequence[Word], hidden: Sequence[str], wanted: Sequence[int]) -> list[list[int]]:
    """Return, for each of the words ``wanted``, the places in the model of what is known of it.

    Parameters
    ----------
    words : sequence of Word
        A text's.
    hidden : sequence of str
        The kind of the mask that the rules put on each word, empty where they put none: a word's neighbours tell.
    wanted : sequence of int
        Which words.
    """
    seen = [_look(word.folded, _case(word)) for word in words]
    edge = _Seen("#", "#", ())
    around = [edge, edge, edge, *seen, edge, edge]
    masks = ["", "", *hidden, "", ""]
    rows = []
    for index in wanted:
        word = words[index]
        before3, before2, before, here, after, after2 = around[index : index + 6]
        gap, next_gap = _gap(word.gap), _gap(words[index + 1].gap) if index + 1 < len(words) else "$"
        mask2, mask, next_mask, next_mask2 = masks[index], masks[index + 1], masks[index + 3], masks[index + 4]
        # the word; the words around, alone and together; what is hidden around; how it is spelt
        named = [
            f"w={here.name}", f"l={here.look}", f"l={here.look} g={gap}", f"l={here.look} n={next_gap}",
            f"p={before.name}", f"p={before.name} l={here.look}", f"pp={before2.name}", f"ppp={before3.name}",
            f"pp={before2.name} p={before.name}", f"pp={before2.name} p={before.name} l={here.look}",
            f"n={after.name}", f"n={after.name} l={here.look}", f"nn={after2.name}", f"n={after.name} nn={after2.name}",
            f"p={before.name} n={after.name} l={here.look}", f"pl={before.look} l={here.look}",
            f"pl={before.look} l={here.look} nl={after.look}", f"nl={after.look} l={here.look}",
            f"m={mask}", f"m={mask} l={here.look} g={gap}", f"nm={next_mask} l={here.look} n={next_gap}",
            f"mm={mask2} p={before.name} l={here.look}", f"nn={next_mask2} n={after.name} l={here.look}",
            f"s2={word.folded[-2:]} l={here.look}", f"s3={word.folded[-3:]} l={here.look}",
            f"b2={word.folded[:2]} l={here.look}", f"ends={word.folded[-1:]}",
            f"size={min(len(word.text), 10)} l={here.look}",
        ]  # fmt: skip
        named += here.flags
        named += [f"p{flag}" for flag in before.flags] + [f"n{flag}" for flag in after.flags]
        named += [f"{here.look} p{flag}" for flag in before.flags]
        named += _cues_before(words, seen, index)
        rows.append([crc32(name.encode()) % SIZE for name in named])
    return rows


def _cues_before(words: Sequence[Word], seen: Sequence[_Seen], index: int) -> list[str]:
    """Nouns a few words before, in the same phrase, and by which little words they are joined."""
    found, path = [], ""
    for at in range(index - 1, max(-1, index - 1 - _BACK), -1):
        if any(mark in words[at + 1].gap for mark in ".!?…;:\n("):
            break
        for flag in seen[at].flags:
            if flag.startswith("c="):
                found += [f"far {flag} l={seen[index].look}", f"far {flag} {path} l={seen[index].look}"]
        path = f"{seen[at].name if is_function_word(words[at].folded) else seen[at].look} {path}"
    return found


def _case(word: Word) -> str:
    if word.capital:
        return "A" if word.text.isupper() and len(word.text) > 1 else "C"
    return ("f" if word.first else "s") if word.written_capital else ("i" if word.first else "l")


def _gap(gap: str) -> str:
    if gap in (" ", "-", "'", "’", ", ", ". "):
        return gap.replace("’", "'")
    if any(mark in gap for mark in ".!?…\n"):
        return "."
    return "0" if any(map(str.isdigit, gap)) else gap.strip()[:1] or " "


@lru_cache(maxsize=50_000)
def _look(folded: str, case: str) -> _Seen:
    little, french = is_function_word(folded), is_french(folded)
    unheard = not french and is_unheard(folded)
    kind = "o" if little else "f" if french else "u" if unheard else "k"
    verb = "v" if french and is_verb(folded) else ""
    lists = tuple(name for name in _LISTS if folded in word_list(name))
    cues = tuple(name for name in _CUES if folded in cue_words(name))
    sure = "".join(name[0] for name in lists if name in ("first_names", "surnames", "towns", "companies"))
    either = any(name.endswith(("_ambiguous", "_small")) for name in lists)
    look = f"{kind}{verb}{case}{sure}{'?' if either else ''}{'p' if 'public_words' in lists else ''}"
    flags = (
        *(f"g={name}" for name in lists),
        *(f"c={name}" for name in cues),
        *(("c=way",) if folded in _WAYS else ()),
    )
    return _Seen(folded if french or little or cues or "public_words" in lists else "?", look, flags)


@dataclass(frozen=True, slots=True)
class Model:
    """What each feature weighs: first for being part of a name at all, then for each kind of name."""

    weights: np.ndarray
    bias: np.ndarray
    threshold: float

    def scores(self, rows: Sequence[Sequence[int]]) -> np.ndarray:
        """Return, for each word, how likely it is to be hidden, then how likely each kind."""
        sums: np.ndarray = np.array([self.weights[row].sum(axis=0) for row in rows], dtype=np.float32)
        return np.asarray(sums + self.bias)


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Return the weights shipped with the package."""
    packed = np.load(io.BytesIO(resources.binary("masking_tagger.npz")))
    return Model(packed["weights"].astype(np.float32) * packed["scale"], packed["bias"], float(packed["threshold"]))


def is_doubtful(words: Sequence[Word], hidden: Sequence[str], model: Model | None = None) -> bool:
    """Tell whether a word that the rules left in sight looks like a name: the text is then read again, in context."""
    wanted = candidates(words, hidden)
    used = model or load_model()
    return bool(wanted) and bool((used.scores(features_of(words, hidden, wanted))[:, 0] > used.threshold).any())


def candidates(words: Sequence[Word], hidden: Sequence[str]) -> list[int]:
    """Return which words may be hidden besides those that are ``hidden``."""
    return [
        index
        for index, word in enumerate(words)
        if not hidden[index]
        and may_hide(word)
        and not _is_asked(words, index)
        and word.folded not in _LABELS
        and not ((_is_said_of_anything(word) or _is_of_a_form(word)) and not _is_beside_a_name(words, hidden, index))
    ]


def _is_said_of_anything(word: Word) -> bool:
    """« du mal », « l’école publique », « le restaurant du coin », without a capital."""
    return word.folded in _OF_ANYTHING and not word.capital


def _is_of_a_form(word: Word) -> bool:
    """« Date », « Fiche », « la Loi », « PATIENT »: a capital that forms and letters put on the word."""
    return word.capital and word.folded in _ON_A_FORM


def _is_beside_a_name(words: Sequence[Word], hidden: Sequence[str], index: int) -> bool:
    """« petit louis »: an ordinary word, but of someone’s name."""
    before = index > 0 and bool(hidden[index - 1]) and is_joined(words[index].gap)
    return before or (index + 1 < len(words) and bool(hidden[index + 1]) and is_joined(words[index + 1].gap))


def _is_asked(words: Sequence[Word], index: int) -> bool:
    """« appelez-moi », « viendra-t-elle »: a verb, whatever its capital."""
    after = words[index + 1] if index + 1 < len(words) else None
    return after is not None and after.gap == "-" and after.folded in _PRONOUNS


def may_hide(word: Word) -> bool:
    """Tell whether a word may be a name by itself."""
    folded = word.folded
    if is_public(folded) or is_medicine(folded) or len(folded) < 2:
        return False
    if word.capital:
        return True
    if len(folded) < 3 or is_function_word(folded) or folded in _announcing() or is_verb(folded) or is_glued(folded):
        return False
    # « tours », « rose », « action »: the rules know better when these are names
    return not (is_french(folded) and any(folded in word_list(f"{kind}_ambiguous") for kind in _ALSO_WORDS))


@lru_cache(maxsize=1)
def _announcing() -> frozenset[str]:
    """Nouns that announce names, and say nothing of whose: « foyer », « imprimerie », « formatrice »."""
    return _WAYS.union({"metro", "terminus"}, *map(cue_words, _ANNOUNCE))


def kinds_on(words: Sequence[Word], masks: Sequence[Mask]) -> list[str]:
    """Return the kind of mask on each word, empty where there is none."""
    kinds, at, ordered = [], 0, sorted(masks)
    for word in words:
        while at < len(ordered) and ordered[at].end <= word.start:
            at += 1
        kinds.append(ordered[at].kind.value if at < len(ordered) and ordered[at].start < word.end else "")
    return kinds
