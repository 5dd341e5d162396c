"""The worker of a test: what it does must end well."""

from flask import Flask

from journal import jobs


def sweep(app: Flask, works: list[jobs.Work] | None = None) -> None:
    """Do what waits, as the worker does. It goes on after a task that fails: a test does not."""
    assert jobs.sweep(app, works), "a task failed: the log says which"
