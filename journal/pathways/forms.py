from typing import Any

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from journal.pathways.models import StepKind
from journal.web.forms import AtMost, BaseForm, CleanString, Required

LONGEST_NOTE = 200
NO_DAY = "Donnez une date, même approximative."


class _Period(BaseForm):
    """Days and a note, with field names of its own, since two of these forms share a page."""

    starts_on: DateField
    ends_on: DateField

    def validate_ends_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("La fin vient avant le début. Vérifiez les deux dates.")


class StepForm(_Period):
    kind = SelectField("Étape", coerce=StepKind, choices=[SelectChoice(kind.value, kind.label) for kind in StepKind])
    starts_on = DateField("Début de l’étape", [Required(NO_DAY)])
    ends_on = DateField("Fin de l’étape", [Optional()])
    note = CleanString("Une précision sur l’étape", [AtMost(LONGEST_NOTE)])


class PauseForm(_Period):
    """A pause in the pathway, for whatever reason."""

    starts_on = DateField("Début de la pause", [Required(NO_DAY)])
    ends_on = DateField("Fin de la pause", [Optional()])
    note = CleanString("Une précision sur la pause", [AtMost(LONGEST_NOTE)])


class TargetJobForm(BaseForm):
    title = CleanString("Un métier visé", [Required("Écrivez un métier, ou une idée de métier."), AtMost(LONGEST_NOTE)])
