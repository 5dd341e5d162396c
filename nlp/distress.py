"""Whether a text hints at suicide, self-harm or violence suffered, to show its author a discreet card of helplines.

A reviewed list of wordings, no model, no score. The answer is meant for the page the author is looking at: it is never
stored, counted or shown to anyone else.
"""

from dataclasses import dataclass
from functools import cache

from nlp import resources
from nlp.wordings import CLAUSE, Hit, Wordings, denied, folded


@dataclass(frozen=True, slots=True)
class _Lists:
    figurative: Wordings
    alarming: Wordings
    at_clause_end: Wordings


@cache
def _lists() -> _Lists:
    lists = resources.table("distress.toml")
    return _Lists(
        figurative=Wordings(lists["figurative"]),
        alarming=Wordings([*lists["suicide"], *lists["self_harm"], *lists["violence"]]),
        at_clause_end=Wordings(lists["suicide_at_clause_end"]),
    )


def shows_distress(text: str) -> bool:
    """Whether the card of helplines should be shown beside this text.

    Negations (« il ne m’a jamais frappée ») and figures of speech (« je meurs de faim ») are set aside. In doubt the
    answer is yes: a card too many costs little.

    Parameters
    ----------
    text
        An entry as typed, in French, up to 10,000 characters.
    """
    lists = _lists()
    literal = lists.figurative.without(folded(text))
    alarming = any(not denied(literal, hit) for hit in lists.alarming.hits(literal))
    return alarming or any(_ends_a_clause(literal, hit) for hit in lists.at_clause_end.hits(literal))


def _ends_a_clause(text: str, hit: Hit) -> bool:
    return text[hit.end :].strip()[:1] in ("", CLAUSE)
