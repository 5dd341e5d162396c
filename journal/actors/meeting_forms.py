import uuid
from collections.abc import Sequence
from typing import Any

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from journal.actors.doubt import DoubtForm
from journal.actors.meetings import LONGEST_OUTCOME, LONGEST_PURPOSE, LONGEST_ROLE, Plan
from journal.actors.models import Actor
from journal.web.forms import AtMost, CleanString, CleanText, Required

SOMEONE_OF_THE_TEAM = SelectChoice("", "Quelqu’un de l’équipe, dit par son rôle")
NAMES_SOMEONE = "Ces mots semblent nommer quelqu’un. Dites plutôt son organisation ou son rôle."


class _AboutActors(DoubtForm):
    """Fields about organisations, whose names are not those of people."""

    def __init__(self, actors: Sequence[Actor], **options: Any) -> None:
        super().__init__(**options)
        self.organisations = [actor.name for actor in actors]

    def check(self, field: Any) -> None:
        self.doubt(field, NAMES_SOMEONE, self.organisations)


class MeetingForm(_AboutActors):
    visitor = SelectField("Qui y va")
    role = CleanString("Son rôle dans l’équipe", [AtMost(LONGEST_ROLE)], render_kw={"autocomplete": "off"})
    foreseen_on = DateField("Quel jour", [Required("Donnez un jour, même approximatif.")])
    purpose = CleanText("Pour quoi", [Required("Dites pour quoi, en une phrase."), AtMost(LONGEST_PURPOSE)])

    def __init__(self, actors: Sequence[Actor], **options: Any) -> None:
        super().__init__(actors, **options)
        allies = [SelectChoice(str(actor.id), actor.name) for actor in actors]
        self.visitor.choices = [SOMEONE_OF_THE_TEAM, *allies]

    def validate_role(self, field: Any) -> None:
        if not self.visitor.data and not field.data:
            raise ValidationError("Dites quel rôle de l’équipe y va\u00a0: la coordination, par exemple.")
        self.check(field)

    def validate_purpose(self, field: Any) -> None:
        self.check(field)

    def plan(self, allies: Sequence[Actor]) -> Plan:
        chosen = uuid.UUID(self.visitor.data) if self.visitor.data else None
        visitor = next((actor for actor in allies if actor.id == chosen), None)
        return Plan(self.foreseen_on.data, self.purpose.data or "", self.role.data or "", visitor)


class OutcomeForm(_AboutActors):
    held_on = DateField("Quel jour elle a eu lieu", [Required("Donnez le jour, même approximatif.")])
    outcome = CleanText("Ce qui en est sorti", [Required("Dites ce qui en est sorti."), AtMost(LONGEST_OUTCOME)])

    def validate_outcome(self, field: Any) -> None:
        self.check(field)
