"""Mails hold links that open a journal: they are handed only to the server they are meant for."""

import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from journal.clock import now
from journal.config import Settings
from journal.web import mail
from tests.mailbox import Mailbox, free_port

HERE = "127.0.0.1"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that this machine gives itself, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now() - timedelta(days=1)).not_valid_after(now() + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HERE))])
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths[1].write_bytes(key.private_bytes(*form))
    return paths


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The certificate of a mail server that nobody vouches for."""
    return certificate(tmp_path)[0]


@pytest.fixture
def encrypted(settings: Settings, mailbox: Mailbox, own: Path) -> Iterator[Settings]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, own.with_name("key.pem"))
    port = free_port()
    controller = Controller(mailbox, hostname=HERE, port=port, tls_context=context, require_starttls=True)
    controller.start()
    yield replace(settings, mail_host=HERE, mail_port=port, mail_tls=True)
    controller.stop()


def send(settings: Settings) -> None:
    letter = mail.message(settings, "lectrice@exemple.org", "Votre lien", reference="un-lien")
    letter.set_content("Le lien.\n")
    with mail.server(settings) as connection:
        assert mail.refusal(connection, letter) is None


def test_a_server_that_does_not_prove_who_it_is_is_handed_nothing(encrypted: Settings, mailbox: Mailbox) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        send(encrypted)

    assert mailbox.received == []


def test_the_certificate_of_a_house_serves_once_the_system_knows_it(
    encrypted: Settings, mailbox: Mailbox, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(own))

    send(encrypted)

    assert len(mailbox.received) == 1
