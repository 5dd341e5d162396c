"""Settings, read from the environment once and checked by name: a bad one stops the start with a sentence."""

import hmac
import os
import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

import pyrage

PREFIX = "JOURNAL_"
ROOT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 32
# Nobody else of the machine reads what the site writes, whatever folder it was given.
PRIVATE = 0o077
# Distinct people a figure must speak for. Settings may ask for more, never for less.
FLOOR = 5
# In public, as Insee asks of figures about people.
PUBLIC_FLOOR = 11


class ConfigError(Exception):
    """A setting is unknown, missing or wrong; the message says which and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One attribute per ``JOURNAL_…`` variable, in lower case."""

    secret_key: str
    # What the secret was before: columns encrypted under it open until ``recit keys rotate``, the log of before is
    # checked, and links already sent go on.
    former_secrets: tuple[str, ...] = ()
    data_dir: Path = ROOT / "var"
    database_url: str = ""
    redis_url: str = ""
    dask_scheduler: str = ""
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    insecure_http: bool = False
    proxies: int = 0
    mail_host: str = ""
    mail_port: int = 25
    mail_from: str = "recit-collectif@example.org"
    mail_user: str = ""
    mail_password: str = ""
    mail_tls: bool = False
    staff_second_factor: bool = True
    demo: bool = False
    lab_threshold: int = FLOOR
    public_threshold: int = PUBLIC_FLOOR
    disk_reserve_mb: int = 200
    retention_months: int = 24
    staff_months: int = 12
    backup_recipient: str = ""
    backup_days: int = 14
    testing: bool = False

    def __post_init__(self) -> None:
        self._check_secrets()
        for name in ("lab_threshold", "public_threshold"):
            if getattr(self, name) < FLOOR:
                raise ConfigError(f"{PREFIX}{name.upper()} cannot be lower than {FLOOR}.")
        for name in ("retention_months", "staff_months", "backup_days"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{PREFIX}{name.upper()} must be at least 1.")
        if self.backup_recipient:
            self._check_recipient()
        if self.dask_scheduler and not (self.dask_scheduler.startswith("tls://") or self._is_here(self.dask_scheduler)):
            raise ConfigError("JOURNAL_DASK_SCHEDULER must start with tls://: what people wrote travels to it.")
        if self.mail_password and not (self.mail_tls or self._is_here(f"//{self.mail_host}")):
            raise ConfigError("JOURNAL_MAIL_TLS=1 must go with JOURNAL_MAIL_PASSWORD: it would travel in clear.")
        if not self.base_url.startswith("https://") and not (self.insecure_http or self.testing):
            raise ConfigError(
                "JOURNAL_BASE_URL must start with https://, "
                "or JOURNAL_INSECURE_HTTP=1 must say that plain HTTP is meant."
            )

    def _check_secrets(self) -> None:
        if len(self.secret_key) < SECRET_LENGTH:
            raise ConfigError(
                f"JOURNAL_SECRET_KEY must hold at least {SECRET_LENGTH} characters: "
                "python -c 'import secrets; print(secrets.token_hex(32))' makes one."
            )
        if any(len(secret) < SECRET_LENGTH for secret in self.former_secrets):
            raise ConfigError(f"JOURNAL_FORMER_SECRETS: each must hold at least {SECRET_LENGTH} characters.")

    def _check_recipient(self) -> None:
        try:
            pyrage.x25519.Recipient.from_str(self.backup_recipient)
        except pyrage.RecipientError:
            raise ConfigError("JOURNAL_BACKUP_RECIPIENT is not one: recit backup-key makes it.") from None

    @staticmethod
    def _is_here(address: str) -> bool:
        try:
            return urlsplit(address).hostname in ("127.0.0.1", "::1", "localhost")
        except ValueError:
            return False

    @property
    def database(self) -> str:
        """The SQLAlchemy URL: SQLite in the data folder unless another is given."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'journal.db'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def key_for(self, purpose: str) -> str:
        """A key for one purpose, derived from the secret: what is made with it cannot be used for another purpose."""
        return derive_key(self.secret_key, purpose)

    def keys_for(self, purpose: str) -> tuple[str, ...]:
        """The key of ``key_for``, then those of former secrets: they only check what was signed before."""
        return tuple(derive_key(secret, purpose) for secret in (self.secret_key, *self.former_secrets))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names answered to: the site's own unless others are given; any on a machine of one's own."""
        if self.trusted_hosts or not self.secure_cookies:
            return self.trusted_hosts
        return (urlsplit(self.base_url).hostname or "",)

    @property
    def secure_cookies(self) -> bool:
        return not (self.insecure_http or self.testing)


def keep_private() -> None:
    """Keep to its user what this process writes, and to itself what it holds: texts, and the secret of the site.

    A process that a fault in a library kills would otherwise leave its memory on the disk, where no erasure goes.
    """
    os.umask(PRIVATE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def derive_key(secret: str, purpose: str) -> str:
    """A key of 256 bits for one purpose, in hexadecimal."""
    return hmac.new(secret.encode(), purpose.encode(), "sha256").hexdigest()


def _boolean(raw: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[raw.lower()]


def _path(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def _words(raw: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in raw.split(",") if word.strip())


_READERS: dict[str, Callable[[str], object]] = {
    "bool": _boolean,
    "int": int,
    "Path": _path,
    "tuple": _words,
    "str": str,
}


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read ``JOURNAL_…`` variables.

    Raises
    ------
    ConfigError
        When a variable is unknown, missing or cannot be read.
    """
    kinds = {field.name: getattr(field.type, "__name__", "str") for field in fields(Settings)}
    values: dict[str, object] = {}
    for variable, raw in sorted(environ.items()):
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in kinds:
            raise ConfigError(f"{variable} is not a setting of this application.")
        try:
            values[name] = _READERS[kinds[name]](raw)
        except (KeyError, ValueError):
            raise ConfigError(f"{variable}={raw!r} cannot be read as {kinds[name]}.") from None
    if "secret_key" not in values:
        raise ConfigError("JOURNAL_SECRET_KEY is missing: give it at least 32 random characters.")
    return Settings(**values)  # type: ignore[arg-type]  # each value was read by its field's reader
