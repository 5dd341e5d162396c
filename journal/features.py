"""Every feature's pages, lowest first."""

from flask import Blueprint

from journal.accounts.views import blueprint as accounts
from journal.entries.views import blueprint as entries
from journal.home.views import blueprint as home
from journal.narrative.views import blueprint as narrative
from journal.themes.views import blueprint as themes

BLUEPRINTS: tuple[Blueprint, ...] = (home, accounts, entries, themes, narrative)
