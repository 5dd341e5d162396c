"""The French of pages and e-mails is plain: short sentences, as they are written in templates.

A branch of a template begins a sentence anew, and a value counts as one word: what people write is not counted.
"""

import re
from collections.abc import Iterator

from journal.config import ROOT

LONGEST, AVERAGE = 28, 10  # words
# Long because they list: numbers to call, addresses, what was checked. Or tied to their day, or to a consent.
LISTS = ("entries/parts.html", "home/accessibility.html", "home/privacy.html")
CONSENTS = ("common_good/words.html", "entries/sending_words.html", "entries/sharing.html")
SILENT = re.compile(r"\{#.*?#\}|<(script|style)\b.*?</\1>", re.S)
BRANCH, STATEMENT = re.compile(r"\{%-?\s*(?:else|elif)\b.*?%\}", re.S), re.compile(r"\{%.*?%\}", re.S)
VALUE = re.compile(r"\{\{.*?\}\}", re.S)
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|em|i|kbd|mark|q|small|span|strong|time)\b[^>]*>", re.S)
TAG = re.compile(r"<[^>]*>", re.S)
ENDS = re.compile(r"(?<=[.!?…])\s+(?=[«A-ZÀÂÇÉÈÊÎÔ])")
WORD = re.compile(r"[\w’-]+")


def _value(found: re.Match[str]) -> str:
    return "Ici." if '"."' in found[0] else "Ici"  # it may end the sentence


def sentences() -> Iterator[tuple[str, str, int]]:
    """Each sentence of the templates: where it is, its words, and how many they are."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            text = SILENT.sub("", path.read_text("utf-8"))
            text = VALUE.sub(_value, STATEMENT.sub("", BRANCH.sub("\n\n", text)))
            text = TAG.sub("\n\n", INLINE.sub("", text)).replace("&nbsp;", "\u00a0")
            for block in re.split(r"\n\s*\n", text):
                for sentence in ENDS.split(" ".join(block.split())):
                    if (words := len(WORD.findall(sentence))) > 2:
                        yield str(path.relative_to(ROOT / "templates")), sentence, words


def test_sentences_are_short() -> None:
    found = list(sentences())
    long = [each for each in found if each[2] > LONGEST and each[0] not in LISTS + CONSENTS]

    assert long == [], "cut these in two"
    assert len(found) > 1000
    assert sum(words for *_, words in found) / len(found) < AVERAGE
