from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import HiddenInput

from journal.themes import rules
from journal.themes.models import ThemeStatus
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, Required, Several


class EverydayName:
    """Refuse an empty or long name, with the sentence of the rules."""

    field_flags = {"required": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        problem = rules.label_problem(field.data or "")
        if problem:
            raise ValidationError(problem)


class DecisionForm(BaseForm):
    """A decision about a theme as it was read: ``version`` says which."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired("Rechargez la page, puis recommencez.")])


class RenameForm(DecisionForm):
    label = CleanString("Nom du thème", [EverydayName()])
    rename_note = CleanString("Pourquoi ce nom", [AtMost(rules.LONGEST_NOTE)])


class StatusForm(DecisionForm):
    status = HiddenField()
    reason = CleanText("La raison", [AtMost(rules.LONGEST_NOTE)])

    @property
    def chosen(self) -> ThemeStatus | None:
        return ThemeStatus(self.status.data) if self.status.data in set(ThemeStatus) else None


class PinForm(DecisionForm):
    pinned = BooleanField()


class DescribeForm(DecisionForm):
    """A theme's page of the codebook."""

    definition = CleanText("Ce que c’est, en une ou deux phrases", [AtMost(rules.LONGEST_NOTE)])
    includes = CleanText("Ce qui en fait partie", [AtMost(rules.LONGEST_NOTE)])
    excludes = CleanText("Ce qui n’en fait pas partie", [AtMost(rules.LONGEST_NOTE)])


class MergeForm(DecisionForm):
    into = SelectField("Réunir ce thème à", validate_choice=True)
    merge_note = CleanString("La raison", [AtMost(rules.LONGEST_NOTE)])

    def offer(self, themes: Iterable[tuple[str, str]]) -> None:
        self.into.choices = [("", "Choisir un thème"), *themes]

    def validate_into(self, field: SelectField) -> None:
        Required("Choisissez le thème qui reste.")(self, field)


class PassagesField(Several):
    """Passages to tick. Those a form does not offer are for the view to refuse: it knows who may read them."""

    def __init__(self, label: str, **bound: Any) -> None:
        super().__init__(label, validate_choice=False, **bound)


class SplitForm(DecisionForm):
    part = HiddenField()  # the number of a proposed part, or nothing for a choice by hand
    split_label = CleanString("Nom du nouveau thème", [EverydayName()])
    split_note = CleanString("La raison", [AtMost(rules.LONGEST_NOTE)])
    passages = PassagesField("Les passages qui partent")


class GatherForm(BaseForm):
    """Passages that are in no theme: what goes together among them."""

    keep = HiddenField()  # says that they are kept together only
    passages = PassagesField("Les passages qui vont ensemble")
    gathered_label = CleanString("Nom du nouveau thème")

    def validate_gathered_label(self, field: CleanString) -> None:
        if not self.keep.data:
            EverydayName()(self, field)


class MoveForm(DecisionForm):
    to = SelectField("Ce passage va", validate_choice=True)

    def offer(self, themes: Iterable[tuple[str, str]], *, nowhere: bool) -> None:
        leave = [("nowhere", "Nulle part pour l’instant")] if nowhere else []
        self.to.choices = [("", "Choisir"), *leave, *themes]

    def validate_to(self, field: SelectField) -> None:
        Required("Dites où ce passage va.")(self, field)


class TogetherForm(DecisionForm):
    others = PassagesField("Les passages qui vont avec")


class ApartForm(DecisionForm):
    others = PassagesField("Les passages qui n’ont rien à y faire")


class CommentForm(BaseForm):
    comment = CleanText("Votre remarque", [Required("Écrivez votre remarque."), AtMost(rules.LONGEST_NOTE)])


class ReadingForm(BaseForm):
    reading = CleanText(
        "Votre lecture", [Required("Écrivez ce que vous comprenez de ce thème."), AtMost(rules.LONGEST_NOTE)]
    )


class ProposalForm(BaseForm):
    decision = HiddenField()
    note = CleanString("La raison", [AtMost(rules.LONGEST_NOTE)])
