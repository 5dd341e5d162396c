"""The words one looks for in one’s journal, sealed in the address of the page that shows what they find.

An address stays in the history of a browser, which others may use. Sealed for the session, these words open for nobody
once it has ended; kept nowhere else, they let the page be come back to as any other.
"""

from flask import url_for

from journal.accounts.sessions import current_session
from journal.encryption import Undecipherable, keyring
from journal.text import clean_text

LONGEST = 200
PLACE = "journal.search"


def address_of(typed: str) -> str:
    """The page that shows what these words find; the whole journal when there are none."""
    words, public_id = (clean_text(typed) or "")[:LONGEST], current_session().public_id
    sealed = keyring().encrypt(words, PLACE, public_id) if words and public_id else None
    return url_for("entries.timeline", q=sealed)


def words_in(sealed: str) -> str:
    """The words of an address made in this session; none of any other."""
    public_id = current_session().public_id
    try:
        return keyring().decrypt(sealed, PLACE, public_id) if sealed and public_id else ""
    except Undecipherable:
        return ""
