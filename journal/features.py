"""Every feature's pages, lowest first."""

from flask import Blueprint

from journal.accounts.views import blueprint as accounts
from journal.entries.views import blueprint as entries
from journal.home.views import blueprint as home

BLUEPRINTS: tuple[Blueprint, ...] = (home, accounts, entries)
