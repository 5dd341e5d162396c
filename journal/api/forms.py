from typing import Any

from wtforms import IntegerField

from journal.api.services import LONGEST_NAME, MOST_DAYS, USUAL_DAYS
from journal.text import one_line
from journal.web.forms import AtMost, BaseForm, CleanString, NeededNumber, Required


class TokenForm(BaseForm):
    name = CleanString(
        "À quoi servira ce jeton",
        [Required("Dites à quoi servira ce jeton."), AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )
    days = IntegerField(
        "Pendant combien de jours",
        [NeededNumber(1, MOST_DAYS, f"Écrivez un nombre de jours, de 1 à {MOST_DAYS}.")],
        default=USUAL_DAYS,
        render_kw={"inputmode": "numeric"},
    )

    def validate_name(self, field: Any) -> None:
        field.data = one_line(field.data or "")
