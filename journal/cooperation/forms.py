from wtforms import DateField, HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from journal.cooperation.rules import LONGEST_ANSWER
from journal.text import clean_text
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
    # The words this was written from, when an answer is changed.
    seen = HiddenField()

    def overtakes(self, now_written: str) -> bool:
        """Whether someone changed the answer since: what they wrote must be read before it is replaced."""
        if clean_text(self.seen.data) == now_written:
            return False
        self.seen.raw_data, self.seen.data = None, now_written
        self.text.errors = ["Quelqu’un a changé cette réponse depuis que vous avez ouvert la page. Rien n’est perdu."]
        return True
