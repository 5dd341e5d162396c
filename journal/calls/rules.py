"""What may happen to an idea, and when; its parts as one text. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from journal.accounts.models import Role
from journal.calls.models import IdeaState, Invited

LONGEST_QUESTION = 200
LONGEST_WHY = 1_000
LONGEST_TITLE = 120
LONGEST_FIELD = 800
LONGEST_EXCHANGE = 600


class Gesture(StrEnum):
    SEND = "send"
    AMEND = "amend"
    ASK = "ask"
    REPLY = "reply"
    RETAIN = "retain"
    SUPPORT = "support"
    ANSWER = "answer"
    TRY = "try"
    WITHDRAW = "withdraw"


# What each gesture leads to, from each state it is possible in. A withdrawn idea is no more: nothing follows it.
_S, _G = IdeaState, Gesture
AFTER: Mapping[tuple[IdeaState, Gesture], IdeaState | None] = {
    (_S.UNSENT, _G.SEND): _S.WAITING,
    (_S.UNSENT, _G.AMEND): _S.UNSENT,
    (_S.UNSENT, _G.WITHDRAW): None,
    (_S.WAITING, _G.AMEND): _S.UNSENT,
    (_S.WAITING, _G.ASK): _S.QUESTIONED,
    (_S.WAITING, _G.RETAIN): _S.RETAINED,
    (_S.WAITING, _G.ANSWER): _S.ANSWERED,
    (_S.WAITING, _G.WITHDRAW): None,
    (_S.QUESTIONED, _G.REPLY): _S.WAITING,
    (_S.QUESTIONED, _G.AMEND): _S.UNSENT,
    (_S.QUESTIONED, _G.RETAIN): _S.RETAINED,
    (_S.QUESTIONED, _G.ANSWER): _S.ANSWERED,
    (_S.QUESTIONED, _G.WITHDRAW): None,
    # What others support does not change under their eyes: its author takes it back, or leaves it.
    (_S.RETAINED, _G.SUPPORT): _S.RETAINED,
    (_S.RETAINED, _G.ANSWER): _S.RETAINED,
    (_S.RETAINED, _G.TRY): _S.RETAINED,
    (_S.RETAINED, _G.WITHDRAW): None,
    (_S.ANSWERED, _G.ANSWER): _S.ANSWERED,
    (_S.ANSWERED, _G.RETAIN): _S.RETAINED,
    (_S.ANSWERED, _G.WITHDRAW): None,
}


class Standing(StrEnum):
    """The state of a call: open, past its last day while the team still reads, or closed."""

    OPEN = "open"
    READING = "reading"
    CLOSED = "closed"


# A closed call promises still: what the Lab answered may change, be tried, and an idea be withdrawn by its author.
WHEN_CLOSED = frozenset({Gesture.ANSWER, Gesture.TRY, Gesture.WITHDRAW})
# Writing, or writing otherwise, has a last day; what the team asked of an idea leaves its author until the closing.
WHILE_OPEN = frozenset({Gesture.SEND, Gesture.AMEND})


def standing(*, closed: bool, open_until: date, today: date) -> Standing:
    if closed:
        return Standing.CLOSED
    return Standing.OPEN if today <= open_until else Standing.READING


def may(state: IdeaState, gesture: Gesture, where: Standing, *, was_in_time: bool = False) -> bool:
    """Whether an action is possible, given the states of the idea and of its call.

    ``was_in_time`` says that the last day does not hold for it: the team asked its author something, or had it already.
    What the team had is sent again even once the call is closed: it was promised an answer.
    """
    sent_again = gesture is Gesture.SEND and was_in_time
    if where is Standing.CLOSED and gesture not in WHEN_CLOSED and not sent_again:
        return False
    if where is Standing.READING and gesture in WHILE_OPEN and not was_in_time:
        return False
    return (state, gesture) in AFTER


def is_owed(state: IdeaState, *, answered: bool) -> bool:
    """Whether the Lab has yet to answer an idea; one that was not sent is private."""
    return state is not IdeaState.UNSENT and not answered


def is_invited(invited: Invited, role: Role) -> bool:
    """Whether people of a role may answer a call, and read the ideas retained."""
    if role is Role.PARTICIPANT:
        return invited is not Invited.PARTNERS
    return role is Role.PARTNER and invited is not Invited.PARTICIPANTS


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of an idea, as its author writes them."""

    title: str
    changes: str = ""
    needs: str = ""
    with_whom: str = ""


# What stands above each part, on a line of its own.
HEADINGS = {
    "changes": "Ce que cela changerait\u00a0:",
    "needs": "Ce qu’il faudrait\u00a0:",
    "with_whom": "Avec qui\u00a0:",
}


def laid_out(parts: Layout) -> str:
    """An idea as one text, its title first, so that it is masked, reviewed and hidden as a whole."""
    told = [(heading, getattr(parts, name)) for name, heading in HEADINGS.items()]
    return "\n\n".join([parts.title, *(f"{heading}\n{words}" for heading, words in told if words)])


def parts_of(text: str) -> Layout:
    """The parts of an idea, from its text, masked or not.

    A heading counts where it comes in order: one that its author wrote elsewhere stays among their words.
    """
    title, _, rest = text.partition("\n")
    found: dict[str, list[str]] = {}
    ahead, lines = list(HEADINGS), found.setdefault("", [])
    for line in rest.split("\n"):
        name = next((name for name in ahead if HEADINGS[name] == line.strip()), None)
        if name is None:
            lines.append(line)
        else:
            ahead = ahead[ahead.index(name) + 1 :]
            lines = found.setdefault(name, [])
    told = {name: "\n".join(each).strip() for name, each in found.items()}
    stray = told.pop("")
    if stray:  # a mask that took a heading away: nothing is lost
        told["changes"] = "\n\n".join(filter(None, (stray, told.get("changes", ""))))
    return Layout(title.strip(), **told)
