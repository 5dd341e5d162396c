from typing import Any

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from journal.common_good.models import Part, ProposalKind, Stance
from journal.common_good.rules import LONGEST_PART, LONGEST_REASON, LONGEST_WORDS
from journal.web.forms import AtMost, BaseForm, CleanText, RadioChoice, Required

YES, NOT_YET = "yes", "not_yet"


class StatementForm(BaseForm):
    together = CleanText(Part.TOGETHER.label, [Required("Écrivez ce que le Lab veut."), AtMost(LONGEST_PART)])
    whom = CleanText(Part.WHOM.label, [Required("Écrivez pour qui."), AtMost(LONGEST_PART)])
    signs = CleanText(Part.SIGNS.label, [Required("Écrivez à quoi on le verra."), AtMost(LONGEST_PART)])
    refused = CleanText(Part.REFUSED.label, [Required("Écrivez ce que le Lab ne veut pas."), AtMost(LONGEST_PART)])
    why = CleanText(
        "D’où vient ce texte", [Required("Dites d’où vient ce texte : tout le Lab le lira."), AtMost(LONGEST_REASON)]
    )


class ProposalForm(BaseForm):
    kind = RadioChoice(
        "Ce que vous proposez",
        [Required("Choisissez ce que vous proposez.")],
        choices=[
            SelectChoice("change", "Un autre texte pour cette partie"),
            SelectChoice("remark", "Une remarque, sans récrire le texte"),
        ],
        default=ProposalKind.REMARK.value,
    )
    text = CleanText("Vos mots", [Required("Écrivez ce que vous proposez."), AtMost(LONGEST_WORDS)])


class AnswerForm(BaseForm):
    turn = HiddenField()
    stance = RadioChoice(
        "Votre réponse",
        [Required("Choisissez une réponse.")],
        choices=[SelectChoice(stance.value, stance.label) for stance in Stance],
    )
    text = CleanText("Pourquoi", [AtMost(LONGEST_REASON)])

    def validate_text(self, field: Any) -> None:
        if self.stance.data in {Stance.RESERVE.value, Stance.DISAGREE.value} and not field.data:
            raise ValidationError("Dites pourquoi : c’est ce qui fait avancer.")


class ReplyForm(BaseForm):
    turn = HiddenField()
    choice = RadioChoice(
        "Est-ce bien ce que vous vouliez dire ?",
        [Required("Choisissez une réponse.")],
        choices=[
            SelectChoice(YES, "Oui, tout le Lab peut le lire, partenaires compris"),
            SelectChoice(NOT_YET, "Pas encore"),
        ],
    )
    text = CleanText("Ce qui manque, ou ce qui change le sens", [AtMost(LONGEST_REASON)])


class TurnForm(BaseForm):
    text = CleanText(
        "La partie, telle qu’elle se lirait", [Required("Écrivez le texte de la partie."), AtMost(LONGEST_PART)]
    )
    note = CleanText("Un mot pour la personne qui propose", [AtMost(LONGEST_REASON)])


class AdoptionForm(BaseForm):
    why = CleanText(
        "Pourquoi le texte change", [Required("Dites pourquoi : tout le Lab le lira."), AtMost(LONGEST_REASON)]
    )


class SetAsideForm(BaseForm):
    reason = CleanText(
        "Pour quelle raison", [Required("Dites pourquoi : tout le Lab le lira."), AtMost(LONGEST_REASON)]
    )
