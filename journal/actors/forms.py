from typing import Any

from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from journal.actors.models import ActorKind
from journal.actors.naming import looks_like_a_person
from journal.actors.services import LONGEST_NAME, LONGEST_NOTE
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, RadioChoice, Required


class ActorForm(BaseForm):
    name = CleanString(
        "Son nom",
        [Required("Écrivez le nom de l’organisation ou du rôle."), AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )
    kind = RadioChoice(
        "De quelle sorte",
        [Required("Choisissez de quelle sorte d’acteur il s’agit.")],
        choices=[SelectChoice(kind.value, kind.label) for kind in ActorKind],
    )
    note = CleanText("Ce qu’il faut en savoir", [AtMost(LONGEST_NOTE)])
    # The name its author says is no person's: sent by a box that is shown only when there is a doubt.
    confirmed = CleanString("Ce n’est pas le nom d’une personne")

    def __init__(self, *, known_name: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.known_name = known_name
        self.is_doubtful = False

    def validate_name(self, field: Any) -> None:
        field.data = " ".join((field.data or "").split())
        if field.data in (self.known_name, self.confirmed.data):
            return
        if looks_like_a_person(field.data):
            self.is_doubtful = True
            raise ValidationError("Ce nom ressemble à celui d’une personne. Est-ce bien une organisation ou un rôle ?")
