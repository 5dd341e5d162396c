"""What may be published of people's words and answers. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from journal.counting.rules import ROUND_TO, to_five
from journal.entries.words import MaskedWords
from journal.text import fold
from nlp.french import quoted as in_guillemets

# Fewest people a figure anyone may read speaks for, as Insee asks of figures about people.
PUBLIC_FLOOR = 11
LONGEST_PARAGRAPH = 6_000
# A quote its author agreed to waits this long before it may be published: time to change one's mind.
COOLING = timedelta(days=7)
# In a Lab of fewer people, a quote beside the Lab's name or the month may be enough to tell who speaks.
NAMED_FROM = 50
# « … » of at least this many words is someone's words: it must be a quote its author allowed, to the letter.
QUOTE_WORDS = 5
# This many words in a row are someone's own.
RUN_OF_WORDS = 6
# Words of passages nobody asked to quote are recognised by a longer run, because there are many more of them: shorter
# runs would be found by chance.
BORROWED_RUN = 8
# A word of a theme's name is known by its beginning: at least so many letters, all but its ending.
SHORTEST_START, LONGEST_ENDING = 5, 2
WITHDRAWN = "citation retirée à la demande de son auteur·e"
IN_PLACE_OF_SENTENCE = f"[{WITHDRAWN}]"
CORRECTED = "Une phrase corrigée ou enlevée par l’équipe."
QUOTED = re.compile(r"«[\s\u00a0\u202f]*([^»]*?)[\s\u00a0\u202f]*»")
# A sentence ends at its punctuation, or after « [citation retirée…] », but not after a mask such as « [PRÉNOM] ».
SENTENCE_END = re.compile(r"(?:(?<=[.!?…»])|(?<=auteur·e\]))[ \n]+")
# What stands before and after a quote that is a sentence by itself: the end of a sentence or a colon; then its full
# stop, and the beginning of another sentence or the end of the text.
ENDED = re.compile(r"(?:^|[:.!?…»])\s*$")
ENDS_HERE = re.compile(r"(\.?)(?=\s*$|\s+[^\Wa-zà-ÿ]|\s+[«\[])")
WORD = re.compile(r"[^\W_]+")
# Whose words they are, where a participant's have lines of their own.
APART = "voice apart"
# The parts of a text that are read one thing after another: one line for each.
LISTED = frozenset({"answers", "changes", "trials"})
# What sentences rest on that someone of the team has put in words.
BY_THE_TEAM = frozenset({"answer", "experiment", "indicator", "contribution"})
LEDGER = {
    "entries": "Écrits en tout",
    "private": "Gardés privés par leurs auteur·es",
    "not_masked": "Partagés, pas encore masqués",
    "too_short": "Trop courts pour rejoindre un thème",
    "in_themes": "Dans les thèmes racontés",
    "elsewhere": "Dans aucun des thèmes racontés",
}


def ledger_lines(ledger: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What became of every text, for anyone to read: to the nearest five, « moins de cinq » under it or for none."""
    return [(label, _amount(int(ledger[name]))) for name, label in LEDGER.items() if name in ledger]


def _amount(count: int) -> str:
    return "moins de cinq" if count < ROUND_TO else f"environ {to_five(count)}"


def name_words(label: str) -> list[str]:
    """How the words of a theme's name begin, whatever their ending: « réponse » is known in « réponses »."""
    words = [fold(word) for word in WORD.findall(label)]
    return [word[: max(SHORTEST_START, len(word) - LONGEST_ENDING)] for word in words if len(word) >= SHORTEST_START]


def foreign_quotes(text: str, allowed: Sequence[str]) -> list[str]:
    """Passages between « » that no author allowed to the letter."""
    known = {_as_compared(quote) for quote in allowed}
    found = [match.strip() for match in QUOTED.findall(text)]
    return [quote for quote in found if len(quote.split()) >= QUOTE_WORDS and _as_compared(quote) not in known]


def quoted_in(text: str) -> list[str]:
    """What stands between « » in a text."""
    return [match.strip() for match in QUOTED.findall(text)]


def voices(text: str) -> list[tuple[str, bool]]:
    """A text cut into what is quoted, guillemets included, and what is not: pages set quotes apart."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in QUOTED.finditer(text):
        if len(found[1].split()) >= QUOTE_WORDS:
            pieces += [(text[at : found.start()], False), (found[0], True)]
            at = found.end()
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def may_appear_from(agreed_at: datetime) -> datetime:
    """When a quote may be published: its author has had the time to change their mind."""
    return agreed_at + COOLING


def named_beside_quotes(text: str, quotes: Iterable[str], names: Iterable[str]) -> list[str]:
    """Those of these names, of months or of Labs, that a text with quotes says outside its quotes."""
    if not any(shares_words(text, quote) for quote in quotes):
        return []
    around = "".join(piece for piece, said in voices(text) if not said)
    return [name for name in names if re.search(rf"\b{re.escape(name)}\b", around, re.IGNORECASE)]


def said_by_whom(text: str, sentences: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """A text cut where quotation marks open and close: « voice » for a participant's words, « reading » for the team's.

    Told apart by what the machine's sentences rest on: words that rest on no passage are not a participant's. A long
    name, of a theme or of an experiment, is in guillemets too and is nobody's voice. A participant's words that are a
    sentence by themselves are « apart », with the full stop that closes them: they have lines of their own.
    """
    whose = {
        piece: "reading" if _is_a_sentence(piece) else ""
        for sentence in sentences
        if all(kind != "passage" for kind, _ in sentence["evidence"])
        for piece, said in voices(sentence["text"])
        if said
    }
    pieces = [(piece, whose.get(piece, "voice") if said else "") for piece, said in voices(text)]
    for place, (piece, who) in enumerate(pieces):
        before = pieces[place - 1][0] if place else ""
        after = pieces[place + 1][0] if place + 1 < len(pieces) else ""
        if who == "voice" and ENDED.search(before) and (ends := ENDS_HERE.match(after)):
            pieces[place] = (piece + ends[1], APART)
            if after:
                pieces[place + 1] = (after[ends.end(1) :], "")
    return [pair for pair in pieces if pair[0]]


def in_lines(text: str, kind: str, sentences: Iterable[Mapping[str, Any]]) -> list[str]:
    """A paragraph as it is laid out: whole, or a line for each thing the Lab answers or tries.

    Cut where the machine's sentences begin and end; what a person wrote between them has lines of its own.
    """
    if kind not in LISTED:
        return [text]
    lines, at = [], 0
    for sentence in sentences:
        found = text.find(sentence["text"], at)
        if found >= 0:
            lines += [text[at:found], sentence["text"]]
            at = found + len(sentence["text"])
    return [line.strip() for line in [*lines, text[at:]] if line.strip()]


def _is_a_sentence(piece: str) -> bool:
    return piece.rstrip("»\u00a0\u202f ").endswith((".", "!", "?", "…"))


def _as_compared(text: str) -> str:
    """Words as they are compared: typography aside, to the letter."""
    set_in_type = in_guillemets(text).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(set_in_type.split()).strip("«» ").rstrip(".… ")


def themes_behind(sentences: Iterable[Mapping[str, Any]]) -> tuple[set[str], set[str]]:
    """The themes a paragraph names, and those of which it tells a figure."""
    rests_on = [(kind, ref) for sentence in sentences for kind, ref in sentence["evidence"]]
    named = {ref for kind, ref in rests_on if kind == "theme"}
    return named, {ref.partition("/")[0] for kind, ref in rests_on if kind == "figure" and "/" in ref}


def without_themes(parts: Iterable[Mapping[str, Any]], gone: Callable[[str], bool]) -> list[dict[str, Any]]:
    """Parts without those of themes that are gone, nor a sentence anywhere that rests on one of them."""
    told = []
    for part in parts:
        kept = [each for each in part["sentences"] if not any(map(gone, set().union(*themes_behind([each]))))]
        if kept and not (part["theme"] and gone(part["theme"])):
            whole = len(kept) == len(part["sentences"])
            told.append({**part} if whole else {**part, "sentences": kept, "text": " ".join(s["text"] for s in kept)})
    return told


def shares_words(text: str, quote: str) -> bool:
    """Whether a run of someone's words stands in a text."""
    return bool(shared_words(text, quote))


def shared_words(text: str, quote: str) -> str:
    """The first run of someone's words that stands in a text; empty when none does."""
    words, hay = _words(quote), f" {' '.join(_words(text))} "
    return next((run for run in _runs(words, RUN_OF_WORDS) if f" {run} " in hay), "") if words else ""


def own_words(sent: MaskedWords) -> list[str]:
    """What someone sent says, now and before it was masked further, where it is long enough to be someone's own."""
    said = (sent.masked_text or "", *sent.read_before)
    return list(filter(is_own, said))


def is_own(text: str) -> bool:
    """Whether a text is long enough to be someone's own, wherever the same words are found."""
    return len(_words(text)) >= RUN_OF_WORDS


def borrowed(text: str, passages: Iterable[str], allowed: Iterable[str]) -> str:
    """The first run of someone's words that stands in a text and in nothing that may be said; empty when none does.

    A passage of fewer words is known whole; one too short to be anybody's own, never.
    """
    said = {run for size in range(RUN_OF_WORDS, BORROWED_RUN + 1) for run in _runs(_words(text), size)}
    known = [f" {' '.join(_words(each))} " for each in allowed]
    for passage in passages:
        words = _words(passage)
        for run in _runs(words, BORROWED_RUN) if len(words) >= RUN_OF_WORDS else ():
            if run in said and not any(f" {run} " in each for each in known):
                return run
    return ""


def _runs(words: Sequence[str], size: int) -> Iterator[str]:
    """Each run of so many words, or all of them when they are fewer."""
    size = min(size, len(words))
    return (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def without_quote(text: str, quote: str, sentences: Iterable[str] = ()) -> str:
    """A paragraph once a quote was taken back: no run of its words is left, its place says why.

    ``sentences`` are those known to carry the quote: they go whole. What a person rewrote around it goes sentence by
    sentence.
    """
    for sentence in sentences:
        text = text.replace(sentence, IN_PLACE_OF_SENTENCE)
    if not shares_words(text, quote):
        return text
    text = QUOTED.sub(_replaced_if(lambda words: shares_words(words, quote)), text)
    if not shares_words(text, quote):
        return text
    kept = [IN_PLACE_OF_SENTENCE if shares_words(part, quote) else part for part in SENTENCE_END.split(text)]
    text = " ".join(kept)
    # Cut otherwise than in sentences: rather no paragraph than words taken back.
    return IN_PLACE_OF_SENTENCE if shares_words(text, quote) else text


def without_quote_beside(text: str, quote: str, sentences: Iterable[str], others: Iterable[str]) -> str:
    """``without_quote``, leaving ``others`` as they stand: sentences known to be of somebody else."""
    kept = "|".join(map(re.escape, filter(None, others)))
    pieces = re.split(rf"(\s*(?:{kept})\s*)", text) if kept else [text]
    cleaned = [piece if place % 2 else without_quote(piece, quote, sentences) for place, piece in enumerate(pieces)]
    return "".join(cleaned)


def holds_words_of_the_team(sentence: Mapping[str, Any], older: Iterable[str] = ()) -> bool:
    """Whether a machine's sentence says words that someone of the team wrote, other than the ``older`` ones.

    How the team reads a theme stands in guillemets.
    """
    kinds = {kind for kind, _ in sentence["evidence"]}
    if "passage" in kinds:
        return False
    known = set(map(_as_compared, older))
    said = [piece for piece in quoted_in(sentence["text"]) if len(piece.split()) >= QUOTE_WORDS]
    newer = [piece for piece in said if _as_compared(piece) not in known]
    return bool(newer) or not kinds.isdisjoint(BY_THE_TEAM)


def hidden_further(text: str, before: str, after: str) -> str:
    """A paragraph that quotes the new words of a passage wherever it quoted the old ones to the letter."""
    return text.replace(in_guillemets(before), in_guillemets(after)).replace(before, after)


def still_shows(text: str, before: str, after: str) -> bool:
    """Whether a text holds words of a quote, and among its own some that are hidden now."""
    hidden = set(_words(before)) - set(_words(after))
    return shares_words(text, before) and not hidden.isdisjoint(_words(text))


def without_sentences(text: str, quotes: Iterable[str]) -> str:
    """A paragraph without the sentences that hold someone's words, nor those left in place of words taken back."""
    for quote in quotes:
        text = without_quote(text, quote)
    return " ".join(part for part in SENTENCE_END.split(text) if part and WITHDRAWN not in part)


def _replaced_if(matches: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        return f"«\u00a0{WITHDRAWN}\u00a0»" if matches(found[1]) else found[0]

    return replace


def as_read(sentences: Iterable[Mapping[str, Any]], text: str) -> list[dict[str, Any]]:
    """The machine's sentences as readers may see them: one that no longer stands in the text keeps no word."""
    words = " ".join(text.split())
    return [
        {**sentence, "text": sentence["text"] if " ".join(sentence["text"].split()) in words else CORRECTED}
        for sentence in sentences
    ]
