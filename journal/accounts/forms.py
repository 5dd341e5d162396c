from typing import Any

from wtforms import BooleanField, IntegerField, PasswordField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from journal.accounts import passphrases
from journal.accounts.services import USERNAME, tidy_username
from journal.text import one_line
from journal.web.forms import AtMost, BaseForm, CleanString, NeededNumber, RadioChoice, Required
from journal.web.mail import is_public_address


class GoodPassphrase:
    """Refuse a passphrase that is easy to guess, and say how to make a better one."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        username = form.username.data if "username" in form else ""
        sentence = passphrases.weakness(field.data or "", username=username or "")
        if sentence:
            raise ValidationError(sentence)


class SignInForm(BaseForm):
    username = CleanString(
        "Votre identifiant",
        [Required("Écrivez votre identifiant, celui choisi le premier jour."), AtMost(80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    passphrase = PasswordField(
        "Votre phrase de passe",
        [Required("Écrivez votre phrase de passe.")],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(BaseForm):
    code = CleanString(
        "Votre code d’invitation",
        [Required("Écrivez le code qu’on vous a donné."), AtMost(80)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class JoinForm(CodeForm):
    username = CleanString(
        "Un identifiant pour revenir",
        [Required("Choisissez un identifiant."), AtMost(40)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    passphrase = PasswordField(
        "Une phrase de passe", [GoodPassphrase()], render_kw={"autocomplete": "new-password", "minlength": 12}
    )
    consent = BooleanField(
        "J’ai lu les lignes qui précèdent",
        [Required("Cochez la case après avoir lu les quelques lignes qui la précèdent.")],
    )

    def validate_username(self, field: Any) -> None:
        field.data = tidy_username(field.data or "")
        if not USERNAME.fullmatch(field.data):
            raise ValidationError("De 3 à 40 caractères : des lettres, des chiffres, des points ou des tirets.")


class RecoverForm(BaseForm):
    username = SignInForm.username
    code = CleanString(
        "Votre code de secours",
        [Required("Écrivez le code noté le premier jour."), AtMost(80)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    passphrase = PasswordField(
        "Une nouvelle phrase de passe", [GoodPassphrase()], render_kw={"autocomplete": "new-password"}
    )


class AskByMailForm(BaseForm):
    email = CleanString(
        "Votre adresse mail",
        [Required("Écrivez l’adresse que vous aviez choisie dans votre compte."), AtMost(254)],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )

    def validate_email(self, field: Any) -> None:
        if not is_public_address(field.data or ""):
            raise ValidationError(
                "Vérifiez cette adresse\u00a0: elle s’écrit comme nom@exemple.fr, sans espace ni accent."
            )


class ReopeningForm(AskByMailForm):
    """The choice to regain access by email, which requires the passphrase: the computer may be shared."""

    passphrase = PasswordField(
        "Votre phrase de passe",
        [Required("Écrivez votre phrase de passe.")],
        render_kw={"autocomplete": "current-password"},
    )


class ConfirmAddressForm(BaseForm):
    code = CleanString(
        "Le code reçu par mail",
        [Required("Recopiez le code du mail."), AtMost(80)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class PassphraseForm(BaseForm):
    # Never shown as a field to fill: a password manager needs it beside the passphrase to save the right account.
    username = CleanString("Identifiant", render_kw={"autocomplete": "username", "readonly": True})
    current = PasswordField(
        "Votre phrase de passe actuelle",
        [Required("Écrivez votre phrase de passe actuelle.")],
        render_kw={"autocomplete": "current-password"},
    )
    passphrase = PasswordField(
        "Une nouvelle phrase de passe", [GoodPassphrase()], render_kw={"autocomplete": "new-password"}
    )


class NewPassphraseForm(BaseForm):
    """The same, for someone who came in by a link received by email."""

    username = PassphraseForm.username
    passphrase = PassphraseForm.passphrase


class ProfileForm(BaseForm):
    email = CleanString("Une adresse mail", [AtMost(254)], render_kw={"autocomplete": "email", "inputmode": "email"})
    wants_digest = BooleanField("Recevoir le récit du mois à cette adresse")
    wants_notice = BooleanField("Être prévenu·e, une fois par mois au plus, de ce que mes mots deviennent")
    wants_question = BooleanField(
        "Être prévenu·e, une fois par mois au plus, quand l’une de mes phrases attend mon oui"
    )
    wants_message = BooleanField("Être prévenu·e quand quelqu’un de l’équipe m’écrit un mot")
    wants_call = BooleanField("Être prévenu·e quand le Lab demande des idées, et quand il répond à l’une des miennes")

    def validate_email(self, field: Any) -> None:
        if field.data and not is_public_address(field.data):
            raise ValidationError(
                "Vérifiez cette adresse : elle s’écrit comme nom@exemple.fr, sans espace ni accent. "
                "Vous pouvez aussi la laisser vide."
            )

    def validate_wants_digest(self, field: Any) -> None:
        if field.data and not self.email.data:
            raise ValidationError("Donnez une adresse pour recevoir ce mail.")

    validate_wants_notice = validate_wants_question = validate_wants_message = validate_wants_digest
    validate_wants_call = validate_wants_digest


class SecondFactorForm(BaseForm):
    code = CleanString(
        "Le code à six chiffres",
        [Required("Écrivez le code affiché par votre application."), AtMost(20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class SetUpForm(SecondFactorForm):
    passphrase = PasswordField(
        "Votre phrase de passe",
        [Required("Écrivez votre phrase de passe.")],
        render_kw={"autocomplete": "current-password"},
    )


# Of one code.
MOST_USES = 500


class InvitationForm(BaseForm):
    role = RadioField("Pour qui")
    cohort = SelectField("Quel groupe", default="")
    max_uses = IntegerField(
        "Combien de personnes peuvent s’en servir",
        [NeededNumber(1, MOST_USES, f"Écrivez un nombre, de 1 à {MOST_USES}.")],
        default=1,
        render_kw={"inputmode": "numeric"},
    )


class CohortForm(BaseForm):
    name = CleanString("Le nom du groupe", [Required("Donnez un nom au groupe."), AtMost(80)])
    size = IntegerField(
        "Combien de personnes le composent",
        [Optional(), NumberRange(1, 10_000, "Écrivez un nombre de personnes, au moins 1.")],
        render_kw={"inputmode": "numeric"},
    )

    def validate_name(self, field: Any) -> None:
        field.data = one_line(field.data or "")


class ParticipantForm(BaseForm):
    """A participant who asks for help gives their own identifier: there is no list to pick from."""

    username = CleanString(
        "L’identifiant que la personne vous donne",
        [Required("Écrivez l’identifiant que la personne vous a donné."), AtMost(80)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    gesture = RadioChoice(
        "Ce qu’elle demande",
        [Required("Choisissez ce qu’il faut faire.")],
        choices=[
            SelectChoice("sessions", "Déconnecter ses appareils\u00a0: téléphone perdu, ordinateur laissé ouvert"),
            SelectChoice("fermer", "Fermer son compte, sans rien effacer"),
            SelectChoice("rouvrir", "Rouvrir son compte"),
        ],
    )
