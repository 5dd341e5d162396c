from typing import Any

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from journal.pathways.models import StepKind
from journal.web.forms import AtMost, BaseForm, CleanString, Required

LONGEST_NOTE = 200


class _Period(BaseForm):
    starts_on = DateField("Depuis le", [Required("Donnez une date, même approximative.")])
    ends_on = DateField("Jusqu’au", [Optional()])
    note = CleanString("Une précision", [AtMost(LONGEST_NOTE)])

    def validate_ends_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("La fin vient avant le début. Vérifiez les deux dates.")


class StepForm(_Period):
    kind = SelectField("Étape", coerce=StepKind, choices=[SelectChoice(kind.value, kind.label) for kind in StepKind])


class PauseForm(_Period):
    """A time when the pathway waits, for whatever reason."""


class TargetJobForm(BaseForm):
    title = CleanString("Un métier visé", [Required("Écrivez un métier, ou une idée de métier."), AtMost(LONGEST_NOTE)])
