"""Nothing that a test runs reaches another machine: the site and its language models work offline."""

import socket

import pytest


def test_another_machine_is_out_of_reach() -> None:
    with pytest.raises(UserWarning, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 443), timeout=1)
