from wtforms import BooleanField, HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from journal.narrative import rules
from journal.narrative.models import ResonanceAnswer
from journal.web.forms import AtMost, BaseForm, CleanText, RadioChoice, Required

LONGEST_CONTRIBUTION = 2_000
LONGEST_CHANGE = 300


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
    version = HiddenField()
    text = CleanText("Ce qui manque, ou ce que vous diriez autrement", [Optional(), AtMost(LONGEST_CONTRIBUTION)])

    def overtaken_by(self, version: str, sentence: str) -> bool:
        """Whether another version stands there by now than the one that was read; it is then the one to answer."""
        if self.version.data == version:
            return False
        self.version.raw_data, self.version.data = None, version
        self.answer.errors = [sentence]
        return True


class ParagraphForm(BaseForm):
    text = CleanText("Le paragraphe", [AtMost(rules.LONGEST_PARAGRAPH)])
    version = HiddenField()

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


class OpeningForm(BaseForm):
    is_public = BooleanField("Tout le monde peut lire le récit, sans compte")
