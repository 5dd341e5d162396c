"""Whether a browser is still signed in."""

from flask import Flask

from tests.pages import Browser


def cookie(browser: Browser) -> str:
    found = browser.client.get_cookie("session")
    assert found is not None
    return found.value


def is_open(app: Flask, token: str) -> bool:
    """Whether a copied cookie opens anything."""
    thief = Browser(app)
    thief.client.set_cookie("session", token)
    return thief.client.get("/compte").status_code == 200
