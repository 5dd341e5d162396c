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


@pytest.mark.parametrize("name", ["JOURNAL_LAB_THRESHOLD", "JOURNAL_PUBLIC_THRESHOLD"])
def test_no_figure_may_be_set_to_speak_for_fewer_than_five_people(name: str) -> None:
    assert getattr(read_settings({**ENOUGH, name: "5"}), name.removeprefix("JOURNAL_").lower()) == 5
    with pytest.raises(ConfigError, match=name):
        read_settings({**ENOUGH, name: "4"})


def test_a_secret_that_could_be_guessed_stops_the_start() -> None:
    with pytest.raises(ConfigError, match="JOURNAL_SECRET_KEY"):
        read_settings({**ENOUGH, "JOURNAL_SECRET_KEY": "k" * 31})


def test_a_site_is_served_in_clear_only_where_someone_wrote_that_it_is_meant() -> None:
    plain = {"JOURNAL_SECRET_KEY": ENOUGH["JOURNAL_SECRET_KEY"], "JOURNAL_BASE_URL": "http://recit.example.org"}

    with pytest.raises(ConfigError, match="JOURNAL_INSECURE_HTTP"):
        read_settings(plain)
    assert not read_settings({**plain, "JOURNAL_INSECURE_HTTP": "1"}).secure_cookies
    assert read_settings({**plain, "JOURNAL_BASE_URL": "https://recit.example.org"}).secure_cookies


MAIL = {**ENOUGH, "JOURNAL_MAIL_USER": "recit", "JOURNAL_MAIL_PASSWORD": "secret"}


@pytest.mark.parametrize("more", [{"JOURNAL_MAIL_HOST": "localhost"}, {"JOURNAL_MAIL_TLS": "1"}])
def test_the_password_of_the_mail_server_may_stay_on_this_machine_or_travel_under_cover(more: dict[str, str]) -> None:
    assert read_settings({**MAIL, "JOURNAL_MAIL_HOST": "mail.example.org", **more}).mail_password == "secret"


def test_the_password_of_the_mail_server_never_travels_in_clear() -> None:
    with pytest.raises(ConfigError, match="JOURNAL_MAIL_TLS"):
        read_settings({**MAIL, "JOURNAL_MAIL_HOST": "mail.example.org"})
