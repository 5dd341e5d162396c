"""What a person accepted is named by a version, and a version names its words: they never change alone."""

import hashlib

import pytest

from journal.accounts.forms import JoinForm
from journal.accounts.services import CONSENT_VERSION
from journal.config import ROOT
from journal.entries.models import Sharing
from journal.entries.rules import SHARING_TEXT_VERSION
from journal.entries.words import SENDING_TEXT_VERSION

# Each version with its words: a new one when they change, and those of before stay, for who accepted them.
JOINING = {"2026-11-30": "845707dbbf5d4fbd", "2026-11-30.2": "12160b37ac6c2b35"}
SHARING = {"2026-11-30": "4d415f7bbdb38cfa", "2026-11-30.2": "21c535451ea69cc4", "2026-11-30.3": "39d52f3057ed94a6"}
SENDING = {"2026-11-30": "cf9c1560a0c670d3"}


def mark(template: str, *labels: str) -> str:
    words = "\n".join([(ROOT / "templates" / template).read_text("utf-8"), *labels])
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("known", "version", "found"),
    [
        (JOINING, CONSENT_VERSION, mark("accounts/consent.html", str(JoinForm.consent.args[0]))),
        (SHARING, SHARING_TEXT_VERSION, mark("entries/sharing_words.html", *(each.label for each in Sharing))),
        (SENDING, SENDING_TEXT_VERSION, mark("entries/sending_words.html")),
    ],
    ids=["joining", "sharing", "sending"],
)
def test_the_words_people_accept_are_those_of_their_version(known: dict[str, str], version: str, found: str) -> None:
    assert list(known)[-1] == version
    assert known[version] == found, "these words changed: give them a version of their own"
