"""Search words, encrypted in the URL of the results.

URLs stay in the history of a browser, which others may use. Encrypted for the session, these words can no longer be
read once it has ended. They are stored nowhere else, and the URL can be reloaded like any other.
"""

from journal.accounts.sessions import current_session
from journal.encryption import Undecipherable, keyring
from journal.text import clean_text

LONGEST = 200
PLACE = "journal.search"


def sealed(typed: str) -> str | None:
    """These words, as the address of what they find holds them; nothing when there are none."""
    words, public_id = (clean_text(typed) or "")[:LONGEST], current_session().public_id
    return keyring().encrypt(words, PLACE, public_id) if words and public_id else None


def words_in(asked: str) -> str:
    """The words of an address made in this session; none of any other."""
    public_id = current_session().public_id
    try:
        return keyring().decrypt(asked, PLACE, public_id) if asked and public_id else ""
    except Undecipherable:
        return ""
