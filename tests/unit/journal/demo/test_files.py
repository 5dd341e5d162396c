"""The demonstration's files hold what the loader and the récit need."""

from collections import Counter

from journal.demo import files
from journal.demo.people import ACCOUNTS
from journal.entries import rules
from journal.entries.models import Sharing

ENTRIES = files.entries()
PARTICIPANTS = files.participants()


def test_every_entry_has_an_author_and_every_author_writes_at_least_twice() -> None:
    written = Counter(entry.author for entry in ENTRIES)

    assert set(written) == {participant.key for participant in PARTICIPANTS}
    assert min(written.values()) >= 2


def test_every_entry_could_have_been_written_in_the_form() -> None:
    for entry in ENTRIES:
        assert 0 < len(entry.text) <= rules.LONGEST_TEXT
        assert max(len(entry.helped), len(entry.hindered), len(entry.next_step)) <= rules.LONGEST_NOTE
        assert len(entry.free_emotion) <= rules.LONGEST_WORD
        assert len(entry.emotions) <= rules.MOST_EMOTIONS
        assert {intensity for _, intensity in entry.emotions} <= set(rules.INTENSITIES)
        assert entry.agency in {None, *rules.AGENCY}
        assert -6 <= entry.month <= 0
        assert 1 <= entry.day <= 28


def test_some_days_have_no_words_and_each_could_have_been_kept_and_shared_so() -> None:
    for entry in files.felt():
        assert entry.author in {participant.key for participant in PARTICIPANTS}
        assert entry.emotions or entry.free_emotion
        assert len(entry.emotions) <= rules.MOST_EMOTIONS
        assert -6 <= entry.month <= 0
        counts = entry.step and (entry.emotions or entry.agency)
        assert entry.sharing in ({Sharing.PRIVATE, Sharing.THEMES} if counts else {Sharing.PRIVATE})


def test_usernames_keys_and_texts_are_all_different() -> None:
    assert len({p.username for p in PARTICIPANTS}) == len({p.key for p in PARTICIPANTS}) == len(PARTICIPANTS)
    assert len({entry.text for entry in ENTRIES}) == len(ENTRIES)


def test_no_two_entries_share_a_run_of_seven_words() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for entry in ENTRIES:
        words = entry.text.casefold().split()
        for run in zip(*(words[i:] for i in range(7)), strict=False):
            assert seen.setdefault(run, entry.submission) == entry.submission, run


def test_the_participants_one_may_sign_in_as_write_often() -> None:
    usernames = {participant.username: participant.key for participant in PARTICIPANTS}
    written = Counter(entry.author for entry in ENTRIES)

    shown = [account.username for account in ACCOUNTS if account.username in usernames]

    assert len(shown) == 2
    assert all(written[usernames[name]] >= 10 for name in shown)


def test_some_entries_stay_private_and_many_may_be_quoted() -> None:
    levels = Counter(entry.sharing for entry in ENTRIES)

    assert levels[Sharing.PRIVATE] >= len(ENTRIES) * 0.1
    assert levels[Sharing.QUOTABLE] >= len(ENTRIES) * 0.4
