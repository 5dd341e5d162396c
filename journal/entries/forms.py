from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from journal.clock import today
from journal.entries import rules
from journal.entries.draft_content import tidy_submission
from journal.entries.hiding import KINDS
from journal.entries.masks import MaskKind
from journal.entries.models import Entry, NextStepState, Sharing
from journal.entries.services import EntryContent
from journal.pathways.models import StepKind
from journal.web.forms import AtMost, BaseForm, Carried, CleanString, CleanText, RadioChoice, Required, Several
from nlp.emotions import Emotion

# The board's four corners, in reading order.
QUARTERS = (
    ("Agréable, grâce à ce que je fais", 1, 1),
    ("Agréable, sans que cela dépende de moi", 1, -1),
    ("Désagréable, et cela me fait réagir", -1, 1),
    ("Désagréable, et je n’y peux pas grand-chose", -1, -1),
)


class _Felt(Several):
    """The emotions of the board, whose boxes have the name of their emotion as id."""

    def __iter__(self) -> Iterator[Any]:
        for box in super().__iter__():
            box.id = f"emotion-{box.data}"
            yield box


def _choices_of(kinds: Iterable[StepKind | Sharing]) -> list[SelectChoice]:
    return [SelectChoice(kind.value, kind.label) for kind in kinds]


class _ForADay(BaseForm):
    """What the forms of a next step share."""

    # The day it has already may have grown too old to be chosen: it stays until its author changes it.
    kept_day: date | None = None

    def check_day(self, field: DateField) -> None:
        problem = rules.due_problem(field.data, today()) if field.data and field.data != self.kept_day else None
        if problem:
            raise ValidationError(problem)


class EntryForm(_ForADay):
    """A text, an emotion or both; nothing else is required."""

    text = CleanText(
        "Ce qui s’est passé, ce que vous avez ressenti",
        [AtMost(rules.LONGEST_TEXT, or_else=", ou écrivez un deuxième texte")],
    )
    # Asked only of who comes to tell how the day of an action went.
    step_state = RadioField(
        "Et ce pas, où en est-il\u00a0?",
        choices=[
            SelectChoice("", "Je ne précise pas"),
            *(SelectChoice(state.value, state.label) for state in NextStepState if state is not NextStepState.PLANNED),
        ],
        default="",
    )
    happened_on = DateField("Quand", [Optional()])
    step = SelectField(
        "À quelle étape",
        choices=[SelectChoice("", "Je ne précise pas"), *_choices_of(StepKind)],
        default="",
        validate_choice=True,
    )
    emotions = _Felt(
        "Ce que vous avez ressenti", choices=[SelectChoice(emotion.value, emotion.label) for emotion in Emotion]
    )
    free_emotion = CleanString("Un autre mot", [AtMost(rules.LONGEST_WORD)])
    helped = CleanString("Ce qui a aidé", [AtMost(rules.LONGEST_NOTE)])
    hindered = CleanString("Ce qui a freiné", [AtMost(rules.LONGEST_NOTE)])
    agency = RadioField(
        "Dans ce moment, avez-vous plutôt subi, ou agi\u00a0?",
        choices=[
            SelectChoice("", "Je ne précise pas"),
            *(SelectChoice(str(value), label) for value, label in rules.AGENCY.items()),
        ],
        default="",
    )
    next_step = CleanString("Mon prochain pas", [AtMost(rules.LONGEST_NOTE)])
    next_step_on = DateField("Pour quel jour", [Optional()])
    prompt = Carried("")
    submission = HiddenField(filters=[tidy_submission])
    # The version an edit started from, so that two tabs never overwrite each other.
    version = HiddenField()

    def validate_text(self, field: CleanText) -> None:
        if not any(self.data.get(name) for name in rules.MAKES_AN_ENTRY):
            raise ValidationError("Écrivez quelques mots, ou choisissez une émotion : l’un des deux suffit.")

    def validate_happened_on(self, field: DateField) -> None:
        problem = rules.day_problem(field.data, today()) if field.data else None
        if problem:
            raise ValidationError(problem)

    def validate_next_step(self, field: CleanString) -> None:
        if self.next_step_on.data and not field.data:
            raise ValidationError("Dites quel pas vous prévoyez ce jour-là, ou videz le jour.")

    validate_next_step_on = _ForADay.check_day

    def validate_emotions(self, field: Several) -> None:
        if len(field.data or ()) > rules.MOST_EMOTIONS:
            raise ValidationError(
                "Choisissez trois émotions au plus : celles qui comptent le plus. "
                f"Vous en avez coché {len(field.data)}."
            )

    def content(self, intensities: dict[Emotion, int]) -> EntryContent:
        """The content of the form, as the service expects it."""
        chosen: Sequence[str] = self.emotions.data or ()
        return EntryContent(
            text=self.text.data,
            happened_on=self.happened_on.data or today(),
            step=StepKind(self.step.data) if self.step.data else None,
            emotions=[(Emotion(value), intensities.get(Emotion(value))) for value in chosen],
            free_emotion=self.free_emotion.data or "",
            helped=self.helped.data or "",
            hindered=self.hindered.data or "",
            agency=int(self.agency.data) if self.agency.data else None,
            next_step=self.next_step.data or "",
            next_step_on=self.next_step_on.data,
            prompt=self.prompt.data or "",
        )


def values_of(entry: Entry) -> dict[str, object]:
    """The values of the form for an existing entry."""
    return {
        "text": entry.text,
        "happened_on": entry.happened_on,
        "step": entry.step.value if entry.step else "",
        "emotions": [row.emotion.value for row in entry.emotions],
        "free_emotion": entry.free_emotion,
        "helped": entry.helped,
        "hindered": entry.hindered,
        "agency": str(entry.agency or ""),
        "next_step": entry.next_step.text if entry.next_step else "",
        "next_step_on": entry.next_step.due_on if entry.next_step else None,
        "prompt": entry.prompt,
        "submission": entry.submission,
        "version": str(entry.version),
    }


class SharingForm(BaseForm):
    """Who an entry is for; :meth:`offer` keeps the choices that make sense for it."""

    sharing = RadioField("Pour qui est ce texte\u00a0?", choices=_choices_of(Sharing))
    # The masked text that was on the page: nobody consents to a text they have not seen.
    seen = HiddenField()

    def offer(self, entry: Entry) -> None:
        self.sharing.choices = _choices_of(rules.sharing_choices(entry))


class NextStepForm(_ForADay):
    state = RadioField(
        "Où en êtes-vous\u00a0?", choices=[SelectChoice(state.value, state.label) for state in NextStepState]
    )
    outcome = CleanString("Ce que cela a changé", [AtMost(rules.LONGEST_NOTE)])
    due_on = DateField("Pour quel jour", [Optional()])

    validate_due_on = _ForADay.check_day


class EraseForm(BaseForm):
    """A confirmation, with only a token."""


class HideForm(BaseForm):
    """Words that identify someone, ticked by the team; ``seen`` names the text as it was read."""

    word = Several("Les mots à cacher", validate_choice=False)
    kind = RadioChoice(
        "Ce qu’ils désignent",
        [Required("Dites ce que sont ces mots.")],
        choices=[SelectChoice(kind.value, said) for kind, said in KINDS.items()],
        default=MaskKind.OTHER.value,
    )
    seen = HiddenField()
