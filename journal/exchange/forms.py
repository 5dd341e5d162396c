from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from journal.web.forms import BaseForm


class CodebookForm(BaseForm):
    codebook = FileField("Le fichier de la grille (QDC)", render_kw={"accept": ".qdc,application/xml,text/xml"})

    def validate_codebook(self, field: Any) -> None:
        # Nothing chosen arrives as an empty name, and a form made by hand as words.
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choisissez un fichier.")
