"""What may happen to a proposal, and the difference between two texts. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from journal.common_good.models import ProposalState

LONGEST_PART = 800
LONGEST_WORDS = 1200
LONGEST_REASON = 600
# A word or a sign, with the spaces that follow it.
TOKEN = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")


class Gesture(StrEnum):
    SEND = "send"
    REFORMULATE = "reformulate"
    AGREE = "agree"
    NOT_YET = "not_yet"
    ANSWER = "answer"
    ADOPT = "adopt"
    SET_ASIDE = "set_aside"
    WITHDRAW = "withdraw"


# What each gesture leads to, from each state it is possible in. A withdrawn proposal is no more: nothing follows it.
_S, _G = ProposalState, Gesture
AFTER: Mapping[tuple[ProposalState, Gesture], ProposalState | None] = {
    (_S.UNSENT, _G.SEND): _S.WAITING,
    (_S.UNSENT, _G.WITHDRAW): None,
    (_S.WAITING, _G.REFORMULATE): _S.OFFERED,
    (_S.WAITING, _G.SET_ASIDE): _S.SET_ASIDE,
    (_S.WAITING, _G.WITHDRAW): None,
    (_S.OFFERED, _G.REFORMULATE): _S.OFFERED,
    (_S.OFFERED, _G.AGREE): _S.AGREED,
    (_S.OFFERED, _G.NOT_YET): _S.WAITING,
    (_S.OFFERED, _G.SET_ASIDE): _S.SET_ASIDE,
    (_S.OFFERED, _G.WITHDRAW): None,
    (_S.AGREED, _G.ANSWER): _S.AGREED,
    (_S.AGREED, _G.REFORMULATE): _S.OFFERED,
    (_S.AGREED, _G.ADOPT): _S.ADOPTED,
    (_S.AGREED, _G.SET_ASIDE): _S.SET_ASIDE,
    (_S.AGREED, _G.WITHDRAW): None,
}
CLOSED = frozenset({_S.ADOPTED, _S.SET_ASIDE})
# Those whose agreed text, when there is one, everyone in the Lab reads.
IN_THE_OPEN = frozenset({_S.AGREED, *CLOSED})


def may(state: ProposalState, gesture: Gesture) -> bool:
    return (state, gesture) in AFTER


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of words: the same in both texts, added by the second, or removed from the first."""

    text: str
    change: str = ""  # "", "added" or "removed"


def difference(before: str, after: str) -> list[Chunk]:
    """How one text became another, by runs of whole words; what is removed comes before what replaces it.

    Spaces are those of the second text wherever both say the same words.
    """
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    old_words, new_words = [token.strip() for token in old], [token.strip() for token in new]
    chunks: list[Chunk] = []
    for tag, a, b, c, d in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        if tag == "equal":
            chunks.append(Chunk("".join(new[c:d])))
            continue
        chunks += [Chunk("".join(old[a:b]), "removed")] if a < b else []
        chunks += [Chunk("".join(new[c:d]), "added")] if c < d else []
    return chunks
