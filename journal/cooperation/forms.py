from wtforms import DateField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from journal.cooperation.rules import LONGEST_ANSWER
from journal.web.forms import AtMost, BaseForm, CleanText, RadioChoice, Required
from nlp.prose.story import AnswerKind


class AnswerForm(BaseForm):
    kind = RadioChoice(
        "Ce que le Lab dit",
        [Required("Choisissez ce que le Lab dit.")],
        choices=[SelectChoice(kind.value, f"{kind.label}…") for kind in AnswerKind],
    )
    text = CleanText("La suite de la phrase", [Required("Écrivez la suite."), AtMost(LONGEST_ANSWER)])
    due_on = DateField("Pour quand, si c’est «\u00a0nous ferons\u00a0»", [Optional()])
