from typing import Any

from wtforms import DateField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from journal.cooperation.models import LabAnswer
from journal.cooperation.rules import LONGEST_ANSWER
from journal.cooperation.services import AnswerContent
from journal.entries.rules import mark_of
from journal.web.forms import AtMost, BaseForm, CleanText, RadioChoice, Required, ShownVersion
from nlp.prose.types import AnswerKind


class AnswerForm(BaseForm):
    kind = RadioChoice(
        "Ce que le Lab dit",
        [Required("Choisissez ce que le Lab dit.")],
        choices=[SelectChoice(kind.value, f"{kind.label}…") for kind in AnswerKind],
    )
    text = CleanText("La suite de la phrase", [Required("Écrivez la suite."), AtMost(LONGEST_ANSWER)])
    due_on = DateField("Pour quand, si c’est «\u00a0nous ferons\u00a0»", [Optional()])
    # The answer this was written from, as it stood: known when one is changed.
    seen = ShownVersion()

    def content(self) -> AnswerContent:
        return AnswerContent(AnswerKind(self.kind.data), self.text.data or "", self.due_on.data)

    def overtakes(self, row: LabAnswer) -> bool:
        """Whether someone changed the answer in the meantime, and must be read before being overwritten."""
        sentence = "Quelqu’un a changé cette réponse depuis que vous avez ouvert la page. Rien n’est perdu."
        return self.seen.overtaken_by(mark(row), self.text, sentence)


def known(row: LabAnswer) -> dict[str, Any]:
    """The values of the form for an existing answer."""
    return {"kind": row.kind.value, "text": row.text, "due_on": row.due_on, "seen": mark(row)}


def mark(row: LabAnswer) -> str:
    """Identifies the current state of an answer: its kind, its words, its days."""
    return mark_of(row.kind.value, row.text, str(row.due_on), str(row.done_on))
