import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, FieldList, Form, FormField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from journal.actors.acts import LONGEST_ACT, Fact
from journal.actors.alliances import LONGEST_EDGE, LONGEST_LESSON, LONGEST_PART
from journal.actors.attitudes import SCALES, Wording
from journal.actors.doubt import DoubtForm
from journal.actors.models import Actor, ActorKind, AllianceState, Axis, PointOfApplication
from journal.actors.naming import looks_like_a_person
from journal.actors.points import LONGEST_SENTENCE
from journal.actors.services import LONGEST_NAME, LONGEST_NOTE
from journal.actors.table import LONGEST_NAME as LONGEST_ATTITUDE
from journal.actors.table import LONGEST_STRATEGY
from journal.months import read_day
from journal.text import one_line, read_key, says
from journal.themes.models import Theme
from journal.web.forms import AtMost, BaseForm, Carried, CleanString, CleanText, RadioChoice, Required

NONE = SelectChoice("", "Aucun")
FIRST_YEAR = 1900  # no map before
MOST_PARTS = 12
LIKE_A_PERSON = "Ce nom ressemble à celui d’une personne. Est-ce bien une organisation ou un rôle ?"
NAMES_SOMEONE = "Ce fait semble nommer quelqu’un. Dites plutôt son organisation ou son rôle."


class ActorForm(DoubtForm):
    name = CleanString(
        "Son nom",
        [Required("Écrivez le nom de l’organisation ou du rôle."), AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )
    kind = RadioChoice(
        "Quel type d’acteur",
        [Required("Choisissez le type d’acteur.")],
        choices=[SelectChoice(kind.value, kind.label) for kind in ActorKind],
    )
    note = CleanText("Ce qu’il faut en savoir", [AtMost(LONGEST_NOTE)])
    confirmed = Carried("Oui, c’est le nom d’une organisation ou d’un rôle")

    def __init__(self, *, known_name: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.known_name = known_name

    def validate_name(self, field: Any) -> None:
        field.data = one_line(field.data or "")
        if field.data != self.known_name:
            self.doubt(field, LIKE_A_PERSON, names=looks_like_a_person)


class PointForm(BaseForm):
    sentence = CleanText(
        "Ce que le Lab veut faire bouger",
        [Required("Écrivez ce que le Lab veut faire bouger."), AtMost(LONGEST_SENTENCE)],
    )
    theme = SelectField("Le thème du récit d’où cela vient")
    opened_on = DateField("Depuis quand", [Required("Donnez une date, même approximative.")])

    def __init__(self, themes: Sequence[Theme], **options: Any) -> None:
        super().__init__(**options)
        self.theme.choices = [NONE, *(SelectChoice(str(theme.id), theme.label) for theme in themes)]


class ActForm(DoubtForm):
    text = CleanText("Le fait", [Required("Écrivez ce qui s’est passé, en une phrase."), AtMost(LONGEST_ACT)])
    happened_on = DateField("Quel jour", [Required("Donnez le jour, même approximatif.")])
    point = SelectField("À propos de quoi")
    shows = RadioChoice(
        "Ce que ce fait montre",
        [Required("Choisissez ce que ce fait montre : une énergie pour, ou une énergie contre.")],
        choices=[
            SelectChoice(f"{axis.value}-{level.number}", f"{level.name} : {level.behaviour}")
            for axis in (Axis.SYNERGY, Axis.ANTAGONISM)  # antagonism is easily seen first, and too high
            for level in SCALES[axis]
        ],
    )
    confirmed = Carried("Ce fait ne nomme personne")

    def __init__(self, actor: Actor, points: Sequence[PointOfApplication], **options: Any) -> None:
        super().__init__(**options)
        self.actor_name = actor.name
        self.point.choices = [SelectChoice(str(point.id), point.sentence) for point in points]

    def validate_text(self, field: Any) -> None:
        self.doubt(field, NAMES_SOMEONE, [self.actor_name])

    def fact(self) -> Fact:
        axis, level = self.shows.data.split("-")
        return Fact(self.text.data or "", self.happened_on.data, Axis(axis), int(level))

    @property
    def point_id(self) -> uuid.UUID:
        return uuid.UUID(self.point.data)


class WordingForm(BaseForm):
    name = CleanString("Son nom", [Required("Donnez-lui un nom."), AtMost(LONGEST_ATTITUDE)])
    strategy = CleanText("Ce qui est conseillé", [Required("Écrivez ce qui est conseillé."), AtMost(LONGEST_STRATEGY)])

    def wording(self) -> Wording:
        return Wording(self.name.data or "", self.strategy.data or "")


class PartForm(Form):
    """One actor of an alliance, ignored when no actor is chosen."""

    actor = SelectField("Acteur", default="")
    brings = CleanText("Ce qu’il apporte", [AtMost(LONGEST_PART)])
    expects = CleanText("Ce qu’il attend", [AtMost(LONGEST_PART)])


class AllianceForm(BaseForm):
    shared_edge = CleanText(
        "Le bord commun", [Required("Écrivez ce que ces acteurs ont en commun."), AtMost(LONGEST_EDGE)]
    )
    parts = FieldList(FormField(PartForm), min_entries=4, max_entries=MOST_PARTS)
    point = SelectField("Le point d’application")
    starts_on = DateField("Depuis quand", [Required("Donnez une date, même approximative.")])
    state = RadioChoice(
        "Où elle en est",
        [Required("Choisissez où en est cette alliance.")],
        choices=[SelectChoice(state.value, state.label) for state in AllianceState],
    )
    learnt = CleanText("Ce qui a été appris", [Optional(), AtMost(LONGEST_LESSON)])

    def __init__(self, actors: Sequence[Actor], points: Sequence[PointOfApplication], **options: Any) -> None:
        super().__init__(**options)
        self.point.choices = [NONE, *(SelectChoice(str(point.id), point.sentence) for point in points)]
        for part in self.parts:
            part.form.actor.choices = [NONE, *(SelectChoice(str(actor.id), actor.name) for actor in actors)]


class MapForm:
    """The options of a map, read from its URL: anything invalid gives the usual map."""

    MONTHS = (1, 3, 6, 12)
    USUAL = 3

    def __init__(self, args: Any, today: date) -> None:
        self.point_id = read_key(args.get("point", ""))
        self.day = min(_day(args.get("jour", "")) or today, today)
        months = args.get("mois", "")
        self.months = int(months) if months in {str(number) for number in self.MONTHS} else self.USUAL


class ActorsForm:
    """The filters of a list of actors, read from its URL: anything invalid filters nothing."""

    def __init__(self, args: Any) -> None:
        self.words = args.get("q", "").strip()
        kind = args.get("type", "")
        self.kind = ActorKind(kind) if kind in set(ActorKind) else None

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.kind)

    def keeps(self, actor: Actor) -> bool:
        return self.kind in (None, actor.kind) and says(self.words, actor.name, actor.note)


def _day(text: str) -> date | None:
    found = read_day(text)
    return found if found and found.year >= FIRST_YEAR else None
