"""The prompts of the demonstration Lab, beside those of the site."""

import tomllib
from importlib import resources
from typing import Any

from sqlalchemy.orm import Session

from journal.accounts.models import Lab
from journal.pathways.models import StepKind
from journal.prompts import services
from journal.prompts.queries import prompts_of


def offer(session: Session, lab: Lab) -> None:
    """Both of them; nothing where the Lab has some already."""
    if not prompts_of(session, lab.id):
        for row in prompts_written():
            services.add(session, lab.id, row["text"], map(StepKind, row["steps"]))


def prompts_written() -> list[dict[str, Any]]:
    text = resources.files("journal.demo").joinpath("data", "prompts.toml").read_text("utf-8")
    return list(tomllib.loads(text)["prompts"])
