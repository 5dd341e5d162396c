"""The prompts of the demonstration Lab, beside those of the site."""

from typing import Any

from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.demo.files import table
from journal.pathways.models import StepKind
from journal.prompts import services
from journal.prompts.queries import prompts_of


def offer(session: Session, lab: Lab) -> None:
    """Add both prompts; do nothing if the Lab already has some."""
    if not prompts_of(session, lab.id):
        for row in prompts_written():
            services.add(session, lab.id, row["text"], map(StepKind, row["steps"]))


def prompts_written() -> list[dict[str, Any]]:
    return list(table("prompts")["prompts"])
