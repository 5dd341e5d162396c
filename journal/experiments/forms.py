import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, DateField
from wtforms.fields.choices import SelectChoice

from journal.actors.models import Actor
from journal.clock import today
from journal.cooperation.models import LabAnswer
from journal.experiments.models import Helped, Rung
from journal.experiments.rules import asked
from journal.experiments.services import LONGEST_TEXT, LONGEST_TITLE, ExperimentDescription
from journal.themes.models import Theme
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, RadioChoice, Required, SafeLink, Several


class WordingForm(BaseForm):
    """What is tried, and for whom."""

    title = CleanString(
        "Son titre", [Required("Donnez un titre, avec des mots de tous les jours."), AtMost(LONGEST_TITLE)]
    )
    tried = CleanText("Ce qui est essayé", [Required("Dites ce qui est essayé."), AtMost(LONGEST_TEXT)])
    for_whom = CleanText("Pour qui", [Required("Dites pour qui."), AtMost(LONGEST_TEXT)])

    def description(self) -> ExperimentDescription:
        return ExperimentDescription(self.title.data or "", self.tried.data or "", self.for_whom.data or "")


class DescriptionForm(WordingForm):
    """The same, and what it is linked to."""

    themes = Several("Les thèmes du récit auxquels cela répond")
    actors = Several("Les acteurs qui la portent")
    answer = RadioChoice("La réponse du Lab que cela met en œuvre", default="")

    def __init__(
        self, themes: Sequence[Theme], answers: Sequence[LabAnswer], actors: Sequence[Actor], **options: Any
    ) -> None:
        super().__init__(**options)
        self.themes.choices = [SelectChoice(str(theme.id), theme.label) for theme in themes]
        self.answer.choices = [
            SelectChoice("", "Aucune"),
            *(SelectChoice(str(each.id), f"{each.standing}\u00a0: {each.text}") for each in answers),
        ]
        self.actors.choices = [SelectChoice(str(actor.id), actor.name) for actor in actors]

    def description(self) -> ExperimentDescription:
        return replace(
            super().description(),
            themes=[uuid.UUID(key) for key in self.themes.data or ()],
            actors=[uuid.UUID(key) for key in self.actors.data or ()],
            answer=uuid.UUID(self.answer.data) if self.answer.data else None,
        )


class _RungField:
    rung = RadioChoice("La marche", [Required("Choisissez la marche.")])


class _EvidenceFields:
    happened_on = DateField("Quel jour", [Required("Dites quel jour.")], default=today)
    evidence = CleanText(
        "La preuve", [Required("Écrivez la preuve\u00a0: sans elle, la marche ne tient pas."), AtMost(LONGEST_TEXT)]
    )
    link = CleanString("Un lien vers la preuve", [SafeLink()])


class BeginForm(_EvidenceFields, DescriptionForm):
    """A new experiment, and where the idea comes from."""


class CorrectForm(_EvidenceFields, BaseForm):
    """A corrected step."""

    names_someone = BooleanField("Ce qui était écrit nomme quelqu’un\u00a0: ne plus le montrer")


class StepForm(_RungField, _EvidenceFields, BaseForm):
    """One more step, to a rung that may follow."""

    def __init__(self, path: Sequence[Rung], following: Sequence[Rung], **options: Any) -> None:
        super().__init__(**options)
        self.rung.choices = [SelectChoice(rung.value, _step_label(path, rung)) for rung in following]


class DeclineForm(BaseForm):
    because = CleanText("Pourquoi", [Required("Dites pourquoi\u00a0: qui l’a proposée le lira."), AtMost(LONGEST_TEXT)])


class VoiceForm(BaseForm):
    helped = RadioChoice(
        "Pour vous, qu’est-ce que cela a donné\u00a0?",
        [Required("Choisissez une réponse.")],
        choices=[SelectChoice(kind.value, kind.label) for kind in Helped],
    )


def _step_label(path: Sequence[Rung], rung: Rung) -> str:
    return f"{rung.label}. {asked(path, rung)}"
