from typing import Any

from wtforms.validators import ValidationError

from journal.actors.doubt import DoubtForm
from journal.messages.rules import LONGEST_ANSWER, LONGEST_MESSAGE, LONGEST_SIGNATURE, holds_a_web_address
from journal.messages.services import Letter
from journal.web.forms import AtMost, BaseForm, Carried, CleanString, CleanText, Required

# Where one may start from, and what one may leave aside.
TEMPLATE = (
    "Bonjour,\n\n"
    "J’ai lu ce que vous avez écrit. Je ne sais pas qui vous êtes, et je ne cherche pas à le savoir. Ce que vous "
    "traversez a l’air lourd\u00a0: je ne voulais pas le lire sans vous le dire.\n\n"
    "Vous n’avez rien à répondre. Si un jour vous voulez en parler, à moi ou à quelqu’un d’autre, ce sera comme vous "
    "voulez, et quand vous voulez.\n\n"
    "Prenez soin de vous."
)
USUAL_ROLE = "coordination du Lab"
NAMES_SOMEONE = (
    "Ce mot semble nommer quelqu’un. Même si vous pensez reconnaître la personne, ne l’appelez pas par son nom."
)


def _without_web_address(field: Any) -> None:
    """Refuse a web address in the message or its signature."""
    if holds_a_web_address(field.data or ""):
        raise ValidationError(
            "Retirez l’adresse internet\u00a0: ouverte, elle dirait que ce mot a été lu. "
            "Si ce n’en est pas une, mettez un espace après le point."
        )


class WriteForm(DoubtForm):
    words = CleanText("Votre mot", [Required("Écrivez votre mot."), AtMost(LONGEST_MESSAGE)])
    signed_name = CleanString(
        "Le nom dont vous signez", [Required("Signez\u00a0: un prénom suffit."), AtMost(LONGEST_SIGNATURE)]
    )
    signed_role = CleanString("Votre rôle", [Required("Dites votre rôle."), AtMost(LONGEST_SIGNATURE)])
    confirmed = Carried("Ce mot ne nomme personne")

    def validate_words(self, field: Any) -> None:
        _without_web_address(field)
        self.doubt(field, NAMES_SOMEONE)

    def validate_signed_name(self, field: Any) -> None:
        _without_web_address(field)

    def validate_signed_role(self, field: Any) -> None:
        _without_web_address(field)

    def letter(self) -> Letter:
        return Letter(self.words.data or "", self.signed_name.data or "", self.signed_role.data or "")


class AnswerForm(BaseForm):
    words = CleanText("Votre réponse", [Required("Écrivez votre réponse."), AtMost(LONGEST_ANSWER)])
