from typing import Any

from wtforms import Field, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from journal.legal.models import LegalBasis
from journal.text import one_line
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, Required
from journal.web.mail import is_public_address

MAIL = {"autocomplete": "off", "inputmode": "email"}


class LabForm(BaseForm):
    version = HiddenField()
    name = CleanString("Le nom du Lab", [Required("Donnez un nom au Lab."), AtMost(80)])
    contact = CleanString("L’adresse mail du Lab", [AtMost(254)], render_kw=MAIL)
    controller = CleanText("L’organisme responsable", [AtMost(600)], render_kw={"rows": 4})
    publication_director = CleanString("La directrice ou le directeur de la publication", [AtMost(160)])
    dpo = CleanText("La personne déléguée à la protection des données", [AtMost(400)], render_kw={"rows": 2})
    dpo_email = CleanString("L’adresse mail de cette personne", [AtMost(254)], render_kw=MAIL)
    host = CleanText("L’hébergeur", [AtMost(600)], render_kw={"rows": 3})
    basis = RadioField(
        "La base légale",
        choices=[SelectChoice("", "Pas encore dite"), *(SelectChoice(each.value, each.label) for each in LegalBasis)],
        default="",
    )

    def validate_contact(self, field: Field) -> None:
        if field.data and not is_public_address(field.data):
            raise ValidationError(
                "Vérifiez cette adresse\u00a0: elle s’écrit comme nom@exemple.fr, sans espace ni accent. "
                "Vous pouvez aussi la laisser vide."
            )

    validate_dpo_email = validate_contact

    def said(self) -> dict[str, Any]:
        """The values of the form, by fact."""
        unsaid = {"basis", "csrf_token", "version"}
        typed = {name: field.data or "" for name, field in self._fields.items() if name not in unsaid}
        basis = LegalBasis(self.basis.data) if self.basis.data else None
        return typed | {"name": one_line(self.name.data or ""), "basis": basis}
