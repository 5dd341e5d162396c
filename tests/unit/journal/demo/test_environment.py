"""A first look needs no setting, and never replaces one that is given."""

from pathlib import Path

from journal.config import read_settings
from journal.demo.environment import give_address, give_settings


def test_an_empty_environment_is_enough_to_start(tmp_path: Path) -> None:
    environ: dict[str, str] = {}

    give_settings(environ, tmp_path / "var")

    settings = read_settings(environ)
    assert settings.data_dir == tmp_path / "var"
    assert settings.insecure_http
    assert not settings.staff_second_factor


def test_the_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first: dict[str, str] = {}
    second: dict[str, str] = {}

    give_settings(first, tmp_path)
    give_settings(second, tmp_path)

    assert first["JOURNAL_SECRET_KEY"] == second["JOURNAL_SECRET_KEY"]
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_settings_already_given_are_kept(tmp_path: Path) -> None:
    given = {"JOURNAL_SECRET_KEY": "k" * 40, "JOURNAL_STAFF_SECOND_FACTOR": "1", "JOURNAL_DATA_DIR": str(tmp_path)}

    give_settings(given)

    assert given["JOURNAL_SECRET_KEY"] == "k" * 40
    assert given["JOURNAL_STAFF_SECOND_FACTOR"] == "1"
    assert not (tmp_path / "secret").exists()


def test_mails_and_invitations_lead_where_the_demonstration_answers() -> None:
    environ: dict[str, str] = {}

    assert give_address(environ, "0.0.0.0", 8312) == "http://127.0.0.1:8312"  # noqa: S104  no one listens here
    assert environ["JOURNAL_BASE_URL"] == "http://127.0.0.1:8312"


def test_an_address_already_given_is_the_one_that_mails_lead_to() -> None:
    environ = {"JOURNAL_BASE_URL": "https://demo.example.org"}

    give_address(environ, "127.0.0.1", 8312)

    assert environ["JOURNAL_BASE_URL"] == "https://demo.example.org"
