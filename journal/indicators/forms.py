from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from journal.actors.models import Actor, ActorKind
from journal.clock import today
from journal.experiments.models import Experiment
from journal.indicators import rules
from journal.indicators.models import Computed, Moment, Stance, Wanted
from journal.indicators.services import LONGEST_NAME, LONGEST_TEXT, LONGEST_UNIT
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, RadioChoice, Required, SafeLink, Several

MOST_MONTHS = 24
MOST_PEOPLE = 100_000


class IndicatorForm(BaseForm):
    name = CleanString("Son nom", [Required("Donnez un nom à l’indicateur."), AtMost(LONGEST_NAME)])
    tells = CleanText("Ce qu’il dit", [Required("Dites ce qu’il dit."), AtMost(LONGEST_TEXT)])
    signs = Several("À quels signes du bien commun il répond")
    counting = CleanText("Comment on le compte", [Required("Dites comment on le compte."), AtMost(LONGEST_TEXT)])
    unit = CleanString("Son unité", [Required("Donnez une unité."), AtMost(LONGEST_UNIT)])
    wanted = RadioChoice(
        "Ce qu’on souhaite",
        [Required("Dites ce qu’on souhaite.")],
        choices=[SelectChoice(each.value, each.label) for each in Wanted],
    )
    counts_people = BooleanField("C’est un nombre de personnes en recherche d’emploi")
    perspectives = Several(
        "De quels points de vue",
        [Required("Choisissez un point de vue au moins.")],
        choices=[SelectChoice(kind.value, kind.label) for kind in ActorKind],
    )
    every_months = IntegerField(
        "Tous les combien de mois", [Optional(), NumberRange(1, MOST_MONTHS, f"De 1 à {MOST_MONTHS} mois.")]
    )
    computed = RadioChoice(
        "Qui le compte",
        default="",
        choices=[
            SelectChoice("", "Les acteurs, qui donnent la valeur"),
            *(SelectChoice(c.value, c.label) for c in Computed),
        ],
    )

    def __init__(self, signs: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.signs.choices = [SelectChoice(key, words) for key, words in signs]


class ReviseForm(IndicatorForm):
    reason = CleanText(
        "Pourquoi ce changement", [Required("Dites pourquoi\u00a0: cela reste écrit."), AtMost(LONGEST_TEXT)]
    )


class ReasonForm(BaseForm):
    """Why an indicator is adopted, set aside or discussed again."""

    reason = CleanText("La raison", [Required("Dites la raison\u00a0: elle reste écrite."), AtMost(LONGEST_TEXT)])


class OpinionForm(BaseForm):
    actor = SelectField("Qui le dit", [Required("Choisissez qui le dit.")])
    stance = RadioChoice(
        "Ce que cet acteur en pense",
        [Required("Choisissez ce que cet acteur en pense.")],
        choices=[SelectChoice(each.value, each.label) for each in Stance],
    )
    said = CleanText("Pourquoi", [AtMost(LONGEST_TEXT)])

    def __init__(self, actors: Sequence[Actor], **options: Any) -> None:
        super().__init__(**options)
        self.actor.choices = _named(actors)


class MeasureForm(BaseForm):
    value = CleanString("La valeur", [Required("Donnez la valeur.")], render_kw={"inputmode": "decimal"})
    on = DateField("Le jour, ou la fin de la période", [Required("Dites quel jour.")], default=today)
    since = DateField("Le début de la période", [Optional()])
    actor = SelectField("Qui la donne", [Required("Choisissez qui donne cette valeur.")])
    kind = SelectField("De quel point de vue")
    people = IntegerField(
        "Combien de participant·es l’ont dit", [Optional(), NumberRange(0, MOST_PEOPLE, "Un nombre de personnes.")]
    )
    source = CleanText(
        "D’où vient cette valeur\u00a0?", [Required("Dites d’où vient la mesure."), AtMost(LONGEST_TEXT)]
    )
    link = CleanString("Un lien vers la source", [SafeLink()])
    experiment = SelectField("Autour d’une expérimentation")
    moment = RadioChoice(
        "Avant ou après elle",
        default="",
        choices=[SelectChoice("", "Ni l’un ni l’autre"), *(SelectChoice(each.value, each.label) for each in Moment)],
    )

    def __init__(
        self,
        actors: Sequence[Actor],
        kinds: Sequence[ActorKind],
        experiments: Sequence[Experiment],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.actor.choices = _named(actors)
        self.own_kinds = {str(actor.id): actor.kind for actor in actors}
        self.kind.choices = [SelectChoice(kind.value, kind.label) for kind in kinds]
        if len(actors) > 1:
            self.kind.choices.insert(0, SelectChoice("", "Celui de qui la donne"))
        self.experiment.choices = [
            SelectChoice("", "Aucune"),
            *(SelectChoice(str(each.id), each.title) for each in experiments),
        ]

    def validate_kind(self, field: Any) -> None:
        """Empty, it means the actor's own perspective: required only if the indicator does not expect that one."""
        own = self.own_kinds.get(self.actor.data or "")
        if field.data or own is None:
            return
        if own.value not in {choice.value for choice in field.choices}:
            raise ValidationError("Choisissez le point de vue\u00a0: l’indicateur n’attend pas celui de cet acteur.")
        field.data = own.value

    def validate_value(self, field: Any) -> None:
        if rules.read_value(field.data or "") is None:
            raise ValidationError("Un nombre, avec des chiffres\u00a0: 12, 12,5 ou 1\u00a0200.")


def _named(actors: Sequence[Actor]) -> list[SelectChoice]:
    """Actors to choose from, with none preselected unless there is only one."""
    first = [SelectChoice("", "Choisir")] if len(actors) > 1 else []
    return first + [SelectChoice(str(actor.id), actor.name) for actor in actors]
