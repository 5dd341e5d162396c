from collections.abc import Sequence
from typing import Any

from wtforms import DateField
from wtforms.fields.choices import SelectChoice

from journal.calls.models import Invited
from journal.calls.rules import LONGEST_EXCHANGE, LONGEST_FIELD, LONGEST_QUESTION, LONGEST_TITLE, LONGEST_WHY, Layout
from journal.common_good.models import Part
from journal.narrative.models import Digest
from journal.themes.models import Theme
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, RadioChoice, Required, Several, ShownVersion
from journal.web.typography import of_month

ORIGIN_NEEDED = "Dites d’où vient la question\u00a0: un thème, le bien commun ou un récit du mois."


def _last_day() -> DateField:
    return DateField("Jusqu’à quel jour", [Required("Dites jusqu’à quel jour on peut répondre.")])


class LastDayForm(BaseForm):
    open_until = _last_day()


class CallForm(BaseForm):
    """A question, its reason, its origins, its audience and its last day, in the order of the page."""

    question = CleanString("La question", [Required("Écrivez la question."), AtMost(LONGEST_QUESTION)])
    why = CleanText("Pourquoi le Lab la pose", [Required("Dites pourquoi le Lab la pose."), AtMost(LONGEST_WHY)])
    themes = Several("Des thèmes du récit")
    part = RadioChoice("Une partie du bien commun", default="")
    digest = RadioChoice("Le récit d’un mois", default="")
    invited = RadioChoice(
        "Qui est invité à répondre",
        [Required("Choisissez qui est invité à répondre.")],
        choices=[SelectChoice(each.value, each.label) for each in Invited],
    )
    open_until = _last_day()

    def __init__(
        self, themes: Sequence[Theme], parts: Sequence[Part], digests: Sequence[Digest], **options: Any
    ) -> None:
        super().__init__(**options)
        self.themes.choices = [SelectChoice(str(theme.id), theme.label) for theme in themes]
        self.part.choices = [SelectChoice("", "Aucune"), *(SelectChoice(part.value, part.label) for part in parts)]
        months = [SelectChoice(str(each.id), f"Celui {of_month(each.month)}") for each in digests]
        self.digest.choices = [SelectChoice("", "Aucun"), *months]
        # The origins the Lab has to give, in the order in which the page offers them.
        self.origins = [
            field for field, given in ((self.themes, themes), (self.part, parts), (self.digest, digests)) if given
        ]
        self.has_origins = bool(self.origins)

    def validate(self, **options: Any) -> bool:
        """Require one origin, if the Lab has any."""
        well = bool(super().validate(**options))
        if self.origins and not any(field.data for field in self.origins):
            self.origins[0].errors = [ORIGIN_NEEDED]
            return False
        return well


class CloseForm(BaseForm):
    conclusion = CleanText("Ce que le Lab en retient", [AtMost(LONGEST_WHY)])


class IdeaForm(BaseForm):
    """An idea, in four parts, of which the last two are optional."""

    title = CleanString(
        "Votre idée, en une phrase", [Required("Dites votre idée en une phrase."), AtMost(LONGEST_TITLE)]
    )
    changes = CleanText("Ce que cela changerait", [Required("Dites ce que cela changerait."), AtMost(LONGEST_FIELD)])
    needs = CleanText("Ce qu’il faudrait", [AtMost(LONGEST_FIELD)])
    with_whom = CleanText("Avec qui", [AtMost(LONGEST_FIELD)])

    def parts(self) -> Layout:
        """The parts that were filled in."""
        return Layout(*(self[name].data or "" for name in ("title", "changes", "needs", "with_whom")))


class AskForm(BaseForm):
    text = CleanText("Votre question", [Required("Écrivez votre question."), AtMost(LONGEST_EXCHANGE)])
    # What was read before asking.
    seen = ShownVersion()


class ReplyForm(BaseForm):
    text = CleanText("Votre réponse", [Required("Écrivez votre réponse."), AtMost(LONGEST_EXCHANGE)])
