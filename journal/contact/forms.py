import re

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from journal.contact.models import Channel
from journal.contact.rules import LONGEST_WORDS
from journal.contact.services import Wish
from journal.text import clean_text, one_line
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, RadioChoice, Required
from journal.web.mail import is_public_address

PHONE = re.compile(r"\+?\d{8,15}")
LONGEST_NAME = 400  # of a page, with its address where its name does not tell it from others
NEEDS_A_NUMBER = frozenset({Channel.PHONE, Channel.TEXT_MESSAGE})


def _reachable(form: FlaskForm, field: Field) -> None:
    """What is needed to reach someone depends on how they wish to be reached."""
    said = field.data or ""
    if form.channel.data in NEEDS_A_NUMBER and not PHONE.fullmatch(re.sub(r"[\s.()/-]", "", said)):
        raise ValidationError("Écrivez un numéro de téléphone complet, par exemple 06 00 00 00 00.")
    if form.channel.data == Channel.MAIL and not is_public_address(said):
        raise ValidationError("Écrivez une adresse mail complète, par exemple nom@exemple.fr.")


class ContactForm(BaseForm):
    called = CleanString(
        "Comment vous appeler",
        [Required("Écrivez comment vous appeler : un prénom suffit, celui que vous voulez."), AtMost(80)],
        render_kw={"autocomplete": "nickname"},
    )
    channel = RadioChoice(
        "Comment vous joindre",
        [Required("Choisissez comment vous joindre.")],
        choices=[SelectChoice(channel.value, channel.label) for channel in Channel],
    )
    reach = CleanString("Votre numéro ou votre adresse mail", [_reachable, AtMost(254)])
    words = CleanText("Ce que vous voulez en dire", [Optional(), AtMost(LONGEST_WORDS)])

    def speak_of(self, page: str) -> None:
        """Begin with the page that someone comes from, to say what is wrong there; they may write something else."""
        if name := one_line(clean_text(page) or "")[:LONGEST_NAME]:
            said = f"{name}\u00a0: le passage qui pose problème est "
            self.words.data = "\n\n".join(filter(None, [self.words.data, said]))

    def wish(self) -> Wish:
        return Wish(self.called.data or "", Channel(self.channel.data), self.reach.data or "", self.words.data or "")
