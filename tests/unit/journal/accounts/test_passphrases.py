"""Passphrases: strong enough to keep, easy enough to remember."""

import importlib.util
import subprocess
import sys
import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from types import ModuleType

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.accounts import passphrases
from journal.config import ROOT
from journal.text import one_line

NO_SURROGATES = st.characters(exclude_categories=["Cs"])


@pytest.fixture
def real() -> ModuleType:
    """The module as it runs in production: the tests' own hashes are cheap."""
    spec = importlib.util.find_spec("journal.accounts.passphrases")
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return fresh


def test_hashes_are_argon2id_with_at_least_the_owasp_parameters(real: ModuleType) -> None:
    parameters = extract_parameters(real.hash_passphrase("quatre mots pour entrer"))

    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 19_456
    assert parameters.time_cost >= 2
    assert parameters.parallelism >= 1


class Watched(PasswordHasher):
    """The real hasher, which notes how many hashes run together."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=4_096, parallelism=1)
        self.lock = threading.Lock()
        self.running = self.most = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        try:
            return super().hash(password, salt=salt)
        finally:
            with self.lock:
                self.running -= 1


def test_twenty_sign_ins_at_once_hash_four_at_a_time(real: ModuleType) -> None:
    real._hasher = Watched()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(real.hash_passphrase, [f"vingt à la fois {n}" for n in range(60)]))

    assert 2 <= real._hasher.most <= 4


def test_an_unknown_account_costs_the_same_work_as_a_wrong_passphrase(real: ModuleType) -> None:
    stored = real.hash_passphrase("la bonne phrase de passe")

    def cost(known: str | None) -> float:
        started = time.process_time()
        assert not real.verify(known, "pas celle-ci du tout")
        return time.process_time() - started

    cost(None)
    known, unknown = zip(*((cost(stored), cost(None)) for _ in range(15)), strict=True)

    assert 0.6 < median(known) / median(unknown) < 1.7


@given(st.text(NO_SURROGATES, min_size=passphrases.SHORTEST, max_size=passphrases.LONGEST))
@settings(max_examples=60)
def test_any_characters_make_a_passphrase_that_opens(passphrase: str) -> None:
    assert passphrases.verify(passphrases.hash_passphrase(passphrase), passphrase)


def test_the_same_words_open_from_a_phone_that_writes_accents_in_two_characters() -> None:
    stored = passphrases.hash_passphrase(unicodedata.normalize("NFC", "l’été à l’étang gelé"))

    assert passphrases.verify(stored, unicodedata.normalize("NFD", "l’été à l’étang gelé"))


def test_one_character_too_many_never_reaches_the_hasher() -> None:
    phrase = "a" * (passphrases.LONGEST + 1)
    stored = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(phrase)

    assert not passphrases.verify(stored, phrase)


@pytest.mark.parametrize(
    "phrase",
    ["onze lettre", "azertyuiop12", "motdepasse2026", "recit collectif 1", "France Travail 13", "aaaaaaaaaaaa"],
)
def test_what_everyone_would_try_first_is_refused_with_a_reason(phrase: str) -> None:
    assert passphrases.weakness(phrase)


def test_the_identifier_cannot_be_the_passphrase() -> None:
    assert passphrases.weakness("thym-des-collines-42", username="thym-des-collines")


@pytest.mark.parametrize(
    "phrase", ["quatre mots pour entrer", "é" * 3 + "galet bleu", "🙂 la mer le matin", "a b c d e f g h"]
)
def test_a_phrase_long_enough_may_be_made_of_anything(phrase: str) -> None:
    assert passphrases.weakness(phrase) is None


def test_the_list_of_common_passphrases_is_long_and_knows_french() -> None:
    assert len(passphrases.common()) >= 3_000
    assert {"motdepasse", "azertyuiop"} <= passphrases.common()


@given(st.text(NO_SURROGATES, max_size=60))
def test_a_name_holds_on_one_line_whatever_was_typed(typed: str) -> None:
    tidy = one_line(typed)

    assert len(tidy.splitlines()) <= 1
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} for c in tidy)


TWENTY_AT_ONCE = r"""
import re, threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from journal.accounts import passphrases

def most():
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])

passphrases.verify(None, "de quoi charger ce qui sert")
before, together = most(), threading.Barrier(20)

def sign_in(number):
    together.wait()
    return [passphrases.verify(None, f"la phrase de personne {number} {turn}") for turn in range(3)]

with ThreadPoolExecutor(20) as pool:
    list(pool.map(sign_in, range(20)))
print((most() - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux what a process took at most")
def test_twenty_sign_ins_at_once_leave_memory_for_the_site() -> None:
    """In a process of its own, with the hashes of production: each thread that hashes keeps 19 MiB for itself."""
    done = subprocess.run([sys.executable, "-c", TWENTY_AT_ONCE], cwd=ROOT, capture_output=True, text=True, check=True)

    assert 10 < int(done.stdout) < 150  # MiB
