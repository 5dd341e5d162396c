from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from journal.web.forms import BaseForm, Carried, Several


class _Chosen:
    """Require a file: an empty choice arrives as an empty name, and a forged form as text."""

    def __call__(self, _form: Any, field: Any) -> None:
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choisissez un fichier.")


class CodebookForm(BaseForm):
    codebook = FileField(
        "Le fichier de la grille (QDC)", [_Chosen()], render_kw={"accept": ".qdc,application/xml,text/xml"}
    )


class ChangesForm(BaseForm):
    """The changes of a codebook that a page showed, as it sends them back."""

    changes = Carried("Ce qui change", widget=HiddenInput())


class ProjectForm(BaseForm):
    project = FileField("Le fichier du projet (QDPX)", [_Chosen()], render_kw={"accept": ".qdpx,application/zip"})


class CorrectionsForm(BaseForm):
    """What someone ticked in a comparison. Values it does not offer change nothing."""

    corrections = Several("Les passages à déplacer", validate_choice=False)
