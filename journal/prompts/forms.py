from typing import Any

from wtforms.fields.choices import SelectChoice

from journal.actors.doubt import DoubtForm
from journal.entries.rules import mark_of
from journal.pathways.models import StepKind
from journal.prompts.models import LabPrompt
from journal.prompts.services import LONGEST
from journal.web.forms import AtMost, CleanText, Required, Several, ShownVersion

NAMES_SOMEONE = (
    "Ces mots semblent nommer quelqu’un. Une question s’adresse à tout le monde\u00a0: dites plutôt un rôle."
)


class PromptForm(DoubtForm):
    text = CleanText("La question", [Required("Écrivez la question."), AtMost(LONGEST)])
    steps = Several(
        "Pour quelles étapes du parcours", choices=[SelectChoice(step.value, step.label) for step in StepKind]
    )
    # The prompt this was written from, as it stood: known when one is changed.
    seen = ShownVersion()

    def validate_text(self, field: Any) -> None:
        self.doubt(field, NAMES_SOMEONE)

    def chosen(self) -> list[StepKind]:
        return [StepKind(value) for value in self.steps.data or ()]

    def overtakes(self, row: LabPrompt) -> bool:
        """Whether someone changed the prompt in the meantime, and must be read before being overwritten."""
        sentence = "Quelqu’un a changé cette question depuis que vous avez ouvert la page. Rien n’est perdu."
        return self.seen.overtaken_by(mark(row), self.text, sentence)


def known(row: LabPrompt) -> dict[str, Any]:
    """The values of the form for an existing prompt."""
    return {"text": row.text, "steps": row.steps, "seen": mark(row)}


def mark(row: LabPrompt) -> str:
    """Identifies the current state of a prompt: its words, its steps."""
    return mark_of(row.text, *row.steps)
