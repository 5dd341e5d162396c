"""A port that is taken stops the demonstration before it loads anything, with what to type instead."""

import socket

import pytest
from flask import Flask

pytestmark = pytest.mark.any_database


def test_a_taken_port_is_named_with_what_takes_another(app: Flask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = app.test_cli_runner().invoke(args=["demo", "--port", str(port)])

    assert done.exit_code == 1
    assert done.output.startswith(f"Error: 127.0.0.1:{port} cannot be used")
    assert f"'make run PORT={port + 1}'" in done.output
    assert "Preparing" not in done.output
