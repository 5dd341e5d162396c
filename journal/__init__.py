"""The Flask application: what is built, in which order."""

from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from journal import encryption
from journal.config import ROOT, Settings, read_settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from the environment, or from the settings given."""
    settings = settings or read_settings()
    encryption.use(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.extensions["settings"] = settings
    app.config.update(_flask_config(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    _add_kit(app, settings)
    _add_features(app)
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.secure_cookies else "session",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "TRUSTED_HOSTS": list(settings.hosts) or None,
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 256 * 1024,
        # The token lives as long as the session: a slow writer must not lose a text to a clock.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": False,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "TESTING": settings.testing,
    }


def _add_kit(app: Flask, settings: Settings) -> None:
    from journal.accounts import guard
    from journal.accounts.sessions import DatabaseSessions
    from journal.operations import tombstones
    from journal.web import access, compressing, database, errors, headers, pages, reserve, slashes

    app.session_interface = DatabaseSessions()
    # after_request functions run last registered first: headers must see every answer.
    headers.init_app(app)
    compressing.init_app(app)
    slashes.init_app(app)
    database.init_app(app, settings.database)
    tombstones.init_app(app)
    guard.init_app(app)
    access.init_app(app)
    reserve.init_app(app)
    CSRFProtect(app)
    Bootstrap5(app)
    pages.init_app(app)
    errors.init_app(app)


def _add_features(app: Flask) -> None:
    from journal import cli, jobs
    from journal.features import BLUEPRINTS

    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    jobs.init_app(app)
    cli.init_app(app)
