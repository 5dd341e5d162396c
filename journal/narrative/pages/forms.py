from collections.abc import Container, Iterable
from typing import Any

from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from journal.actors.doubt import DoubtForm
from journal.narrative import rules
from journal.narrative.models import ReplyState, ResonanceAnswer
from journal.web.forms import AtMost, BaseForm, Carried, CleanText, RadioChoice, Required, Several, ShownVersion

LONGEST_CONTRIBUTION = 2_000
LONGEST_CHANGE = 300
LONGEST_REPLY = 1_000
NO_MORE = SelectChoice("declined", "Nous ne la publions plus")
REPLY_NAMES_SOMEONE = "Cette réponse semble nommer quelqu’un. Dites plutôt son organisation ou son rôle."


def version_read(raw: str | None) -> int:
    """The version someone had under their eyes; none that exists when it cannot be read."""
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0


class ResonanceForm(BaseForm):
    answer = RadioChoice(
        "Vous y reconnaissez-vous\u00a0?",
        [Required("Choisissez une réponse.")],
        choices=[SelectChoice(answer.value, answer.label) for answer in ResonanceAnswer],
    )
    # Of the part as it was shown: whoever answers has read that one.
    version = ShownVersion()
    text = CleanText("Ce qui manque, ou ce que vous diriez autrement", [Optional(), AtMost(LONGEST_CONTRIBUTION)])


class ParagraphForm(BaseForm):
    text = CleanText("Le paragraphe", [AtMost(rules.LONGEST_PARAGRAPH)])
    version = ShownVersion()

    @property
    def version_read(self) -> int:
        return version_read(self.version.data)


class AnswerContributionForm(BaseForm):
    decision = RadioChoice(
        "Ce que vous en faites",
        [Required("Choisissez ce que vous en faites.")],
        choices=[
            SelectChoice("accepted", "Nous en tenons compte"),
            SelectChoice("answered", "Nous y répondons, sans rien changer"),
            SelectChoice("declined", "Nous ne la retenons pas, et nous disons pourquoi"),
        ],
    )
    text = CleanText("Votre réponse, que son auteur·e lira", [Required("Écrivez votre réponse."), AtMost(2_000)])
    for_readers = CleanText("Ce que cela change, pour qui lit le récit", [Optional(), AtMost(LONGEST_CHANGE)])
    # Other contributions that say the same: those that still wait are answered too.
    also = Several("Donner la même réponse à", validate_choice=False)


class MonthReplyForm(DoubtForm):
    """What an organisation answers to a part of a month; its own name, and those of the Lab’s actors, name no one."""

    text = CleanText("Votre réponse", [Required("Écrivez votre réponse."), AtMost(LONGEST_REPLY)])
    confirmed = Carried("Cette réponse ne nomme personne")
    # What was read before writing it otherwise.
    seen = ShownVersion()

    def __init__(self, known: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.known = tuple(known)

    def validate_text(self, field: Any) -> None:
        self.doubt(field, REPLY_NAMES_SOMEONE, self.known)


class DecideReplyForm(BaseForm):
    decision = RadioChoice(
        "Ce que vous en faites",
        [Required("Choisissez ce que vous en faites.")],
        choices=[
            SelectChoice("published", "Nous la publions à côté de cette partie, telle quelle"),
            SelectChoice("returned", "Nous demandons à l’organisation de l’écrire autrement"),
            SelectChoice("declined", "Nous ne la publions pas"),
        ],
    )
    reason = CleanText("Ce que vous dites à l’organisation", [AtMost(LONGEST_CHANGE)])
    # What was read before deciding.
    seen = ShownVersion()

    def offer(self, possible: Container[ReplyState]) -> None:
        """Show only what may be decided of the reply as it stands, in words that fit a published one too."""
        offered = [each for each in self.decision.choices if ReplyState(each.value) in possible]
        if ReplyState.PUBLISHED not in possible:
            offered = [NO_MORE if each.value == NO_MORE.value else each for each in offered]
            self.reason.flags.required = True
        self.decision.choices = offered

    def validate_reason(self, field: Any) -> None:
        if self.decision.data != ReplyState.PUBLISHED and not field.data:
            raise ValidationError("Dites pourquoi\u00a0: l’organisation le lira.")


class OpeningForm(BaseForm):
    is_public = BooleanField("Tout le monde peut lire le récit, sans compte")
