"""Settings that would expose what people wrote are refused before anything starts."""

import pytest

from journal.config import ConfigError, read_settings

ENOUGH = {"JOURNAL_SECRET_KEY": "k" * 32, "JOURNAL_TESTING": "1"}


@pytest.mark.parametrize("address", ["tls://calcul.example.org:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1"])
def test_texts_may_travel_to_a_cluster_under_cover_or_on_this_machine(address: str) -> None:
    assert read_settings({**ENOUGH, "JOURNAL_DASK_SCHEDULER": address}).dask_scheduler == address


@pytest.mark.parametrize("address", ["tcp://calcul.example.org:8786", "calcul.example.org:8786", "127.0.0.1:8786", "x"])
def test_texts_never_travel_in_clear_to_another_machine(address: str) -> None:
    with pytest.raises(ConfigError, match="tls://"):
        read_settings({**ENOUGH, "JOURNAL_DASK_SCHEDULER": address})


MAIL = {**ENOUGH, "JOURNAL_MAIL_USER": "recit", "JOURNAL_MAIL_PASSWORD": "secret"}


@pytest.mark.parametrize("more", [{"JOURNAL_MAIL_HOST": "localhost"}, {"JOURNAL_MAIL_TLS": "1"}])
def test_the_password_of_the_mail_server_may_stay_on_this_machine_or_travel_under_cover(more: dict[str, str]) -> None:
    assert read_settings({**MAIL, "JOURNAL_MAIL_HOST": "mail.example.org", **more}).mail_password == "secret"


def test_the_password_of_the_mail_server_never_travels_in_clear() -> None:
    with pytest.raises(ConfigError, match="JOURNAL_MAIL_TLS"):
        read_settings({**MAIL, "JOURNAL_MAIL_HOST": "mail.example.org"})
