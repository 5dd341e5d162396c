"""French as it is printed: elision, contraction, agreement, dates, typography. ``counts`` writes numbers.

Only what the composer needs, and only rules that can be stated. Text typed by a person is never rewritten:
elision and contraction happen at the seam between a sentence and what is put in it, not inside either.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter

from nlp import resources
from nlp.language import fold

NBSP = "\u00a0"

# Words that look as if they elided and do not. Beginnings, unaccented.
_ASPIRATED = re.compile(
    r"(?:ha(?!b|l[ei]|rmon)|he(?:ros\b|rn|ris|rse|urt)|hi(?:bou|erarch|p\b|ss)|ho(?:bby|chet|cke|nt|ntes|rs|tte|ll|mard)"
    r"|hu(?:it|rl|tte|ch|ssar|ees)|onz|oui\b|ouistit|ya|ye(?!ux)|yo|yu)"
)
_SEAM = re.compile(r"(?:(?<=\s)|^|(?<=[(’]))(de|à|que|lorsque|puisque|jusque|ne|se|je) $", re.IGNORECASE)
_CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}

# Where one noun phrase ends and another begins, each with its article: « le groupe et la formatrice ».
_COORDINATED = re.compile(r"(, | et | ou )(?=(?:le |la |les |l’))")
_ARTICLE = re.compile(r"(?:le |la |les |l’)")
_REPEATED = frozenset({"de", "à"})

# An infinitive after « le, la, les, l’ » means the small word is a pronoun: « Le faire seule ».
_INFINITIVE = re.compile(r"\w+(?:er|ir)")
_WORDS = resources.table("french.toml")
_INFINITIVE_LIKE_NOUNS = frozenset(_WORDS["nouns_like_infinitives"])
MONTHS: tuple[str, ...] = tuple(_WORDS["months"])
_INFINITIVES = frozenset(_WORDS["infinitives"])
_SURELY_COMMON = frozenset(_WORDS["function_words"]) | _INFINITIVES
_NAMES_LIKE_INFINITIVES = frozenset(_WORDS["names_like_infinitives"])


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase ready to stand in a sentence, with what agreement needs; ``is_title`` when it is only a name."""

    text: str
    feminine: bool = False
    plural: bool = False
    is_title: bool = False

    def __str__(self) -> str:
        return self.text

    def agree(self, spec: str) -> str:
        """Choose between forms: ``g`` by gender (masculine first), ``n`` by number (singular first).

        Raises
        ------
        ValueError
            If ``spec`` is not ``g:masculine|feminine`` or ``n:singular|plural``.
        """
        kind, _, forms = spec.partition(":")
        first, bar, second = forms.partition("|")
        if kind not in {"g", "n"} or not bar:
            msg = f"Unknown agreement: {spec!r}"
            raise ValueError(msg)
        return second if (self.feminine if kind == "g" else self.plural) else first


def starts_with_vowel_sound(text: str) -> bool:
    """Say whether a small word elides before ``text``; an opening quotation mark does not prevent it."""
    start = fold(text.lstrip("«“\"' \u00a0"))
    if not start or _ASPIRATED.match(start):
        return False
    return start[0] in "aeiouh" or start.startswith(("yeux", "yv"))


def attach(before: str, value: str) -> str:
    """Put ``value`` after ``before``, eliding or contracting the small word at the seam.

    ``"autour de " + "les trajets"`` gives ``"autour des trajets"``; ``"de " + "août"`` gives ``"d’août"``. « De » and
    « à » are said again before each thing they bear on: ``"de " + "le temps et l’argent"`` gives
    ``"du temps et de l’argent"``.
    """
    seam = _SEAM.search(before)
    if seam is None:
        return before + value
    if seam.group(1).lower() in _REPEATED and coordinated(value):
        small = f"{seam.group(1).lower()} "
        things = _COORDINATED.split(value)
        return attach(before, things[0]) + "".join(
            link + attach(small, thing) for link, thing in zip(things[1::2], things[2::2], strict=True)
        )
    word, head = seam.group(1), before[: seam.start(1)]
    first, _, rest = value.partition(" ")
    contracted = _CONTRACTED.get((word.lower(), first))
    if contracted:
        return f"{head}{_like(contracted, word)} {rest}"
    if word.lower() != "à" and starts_with_vowel_sound(value):
        return f"{head}{word[:-1]}’{value}"
    return before + value


def coordinated(phrase: str) -> bool:
    """Tell whether a phrase names several things, each with its article: « le groupe et la formatrice »."""
    return "«" not in phrase and _ARTICLE.match(phrase) is not None and _COORDINATED.search(phrase) is not None


def _like(text: str, model: str) -> str:
    return text.capitalize() if model[:1].isupper() else text


def capital(text: str) -> str:
    """Raise the first letter, and nothing else."""
    return text[:1].upper() + text[1:]


def fill(template: str, slots: Mapping[str, str | Noun]) -> str:
    """Write a sentence from its template.

    A slot is ``{name}``; ``{name:n:prend|prennent}`` and ``{name:g:absent|absente}`` agree with the noun ``name``.

    Raises
    ------
    KeyError
        If the template names a slot that is not given.
    """
    text = ""
    for literal, name, spec, _ in Formatter().parse(template):
        text += literal
        if name is None:
            continue
        value = slots[name]
        if spec:
            text += value.agree(spec) if isinstance(value, Noun) else Noun(value).agree(spec)
        else:
            text = attach(text, called(value) if _SEAM.search(text) else str(value))
    return typeset(capital(text))


def called(value: str | Noun) -> str:
    """Say what a title names, where no small word may stand right before it: « du thème « Attente » »."""
    return f"le thème {value}" if isinstance(value, Noun) and value.is_title else str(value)


def typeset(text: str) -> str:
    """Apply French typography: apostrophes, ellipses, no-break spaces before ``: ; ! ?`` and inside « »."""
    text = re.sub(r"\s*\u00a0\s*", NBSP, text.replace("'", "’")).strip()
    text = re.sub(r"[^\S\u00a0]+", " ", text)
    text = re.sub(r"\s+([,.]+)(?=[\s»”);!?:]|$)", r"\1", text)
    text = re.sub(r"\.{3,}", "…", text)
    text = re.sub(r"(?<=[^\s«(\[])\s*([;!?]+)(?=[\s»)”]|$)", NBSP + r"\1", text)
    text = re.sub(r"\s+:(?=[\s»]|$)|(?<=\w):(?=[\s»]|$)", NBSP + ":", text)
    text = re.sub(r"«\s*", "«" + NBSP, text)
    return re.sub(r"\s*»", NBSP + "»", text)


def quoted(text: str) -> str:
    """Put words between « », any quotation inside them between “ ”."""
    inner = re.sub(r"«\s*", "“", text)
    inner = re.sub(r"\s*»", "”", inner)
    inner = re.sub(r'"([^"]*)"', r"“\1”", inner)
    return typeset(f"« {inner.strip()} »")


def definite(word: str, *, feminine: bool) -> Noun:
    """Give a singular noun its definite article: « la joie », « l’espoir », « la honte »."""
    if starts_with_vowel_sound(word):
        return Noun(f"l’{word}", feminine)
    return Noun(f"{'la' if feminine else 'le'} {word}", feminine)


def noun_phrase(label: str) -> Noun:
    """Make a label that a person typed fit to stand anywhere a noun can.

    A label with its article (« Les trajets du matin ») loses its capital and joins the sentence. Any other, whose
    grammar cannot be known (« Transport et mobilité », « Retrouver confiance »), is quoted: it stays a singular name.
    """
    text = typeset(label)
    match = re.fullmatch(r"(?i)(le |la |les |l’)([^«»:;()\[\]!?…]+)", text)
    if match is None or not _common(match.group(2)):
        return Noun(quoted(text), is_title=True)
    article = match.group(1).lower()
    phrase = article + match.group(2).rstrip(" .")
    if not coordinated(phrase):
        return Noun(phrase, feminine=article == "la ", plural=article == "les ")
    each = _COORDINATED.split(phrase)
    # Feminine only when all are: « la formatrice et le groupe » are masculine together.
    return Noun(phrase, feminine=all(thing.startswith("la ") for thing in each[::2]), plural=" ou " not in each[1::2])


def _common(rest: str) -> bool:
    """Tell a common noun from a proper name (« Le Havre ») and from a verb (« Le faire »)."""
    head = rest.split(" ")[0].lower()
    verb = head in _INFINITIVES or (_INFINITIVE.fullmatch(head) and head not in _INFINITIVE_LIKE_NOUNS)
    return rest[:1].islower() and not verb


def mention(words: str) -> str:
    """Put a short phrase in a list: bare when it has its determiner, quoted otherwise."""
    text = typeset(words).strip("«»“” \u00a0.,;")
    if re.match(r"(?i)(?:l’|(?:le|la|les|un|une|des|du|mon|ma|mes|son|sa|ses|leur|leurs|notre|nos) )", text):
        return soften(text)
    return quoted(text)


def soften(text: str) -> str:
    """Lower the first letter after a colon, when the first word is surely not a name."""
    match = re.match(r"[^\W\d_]+", text)
    if match is None or not match.group()[0].isupper():
        return text
    word = match.group().lower()
    verb = word.endswith(("er", "ir")) and word not in _NAMES_LIKE_INFINITIVES
    acronym = len(word) > 1 and match.group().isupper()
    return text[:1].lower() + text[1:] if (verb or word in _SURELY_COMMON) and not acronym else text


def enumerated(items: Sequence[str]) -> str:
    """Join items as French does: « a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def month_name(day: date) -> str:
    return MONTHS[day.month - 1]


def day_name(day: date, *, year: bool = False) -> str:
    """Write a date: « 1er décembre », « 15 mars 2027 »."""
    number_in_month = "1er" if day.day == 1 else str(day.day)
    return f"{number_in_month}{NBSP}{month_name(day)}" + (f" {day.year}" if year else "")
