"""Every table, for migrations and tests."""

from journal.accounts import models as accounts
from journal.actors import models as actors
from journal.api import models as api
from journal.calls import models as calls
from journal.common_good import models as common_good
from journal.contact import models as contact
from journal.cooperation import models as cooperation
from journal.counting import models as counting
from journal.entries import models as entries
from journal.experiments import models as experiments
from journal.home import models as home
from journal.indicators import models as indicators
from journal.legal import models as legal
from journal.messages import models as messages
from journal.narrative import models as narrative
from journal.partners import models as partners
from journal.pathways import models as pathways
from journal.prompts import models as prompts
from journal.replication import models as replication
from journal.rights import models as rights
from journal.themes import models as themes

__all__ = [
    "accounts",
    "actors",
    "api",
    "calls",
    "common_good",
    "contact",
    "cooperation",
    "counting",
    "entries",
    "experiments",
    "home",
    "indicators",
    "legal",
    "messages",
    "narrative",
    "partners",
    "pathways",
    "prompts",
    "replication",
    "rights",
    "themes",
]
