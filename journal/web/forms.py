"""Forms: one base, shared cleaning, messages in French."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import NumberRange, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from journal.errors import Refused
from journal.text import clean_text
from journal.web.database import abandon


class _Curly:
    """WTForms' own French, with the apostrophe every other sentence has."""

    def __init__(self, translations: Any) -> None:
        self.translations = translations

    def gettext(self, string: str) -> str:
        return str(self.translations.gettext(string)).replace("'", "’")

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(self.translations.ngettext(singular, plural, n)).replace("'", "’")


class BaseForm(FlaskForm):
    """The base of every form: CSRF and messages in French."""

    class Meta(FlaskForm.Meta):
        locales = ("fr",)

        def get_translations(self, form: Any) -> Any:
            return _Curly(super().get_translations(form))

    def process(self, formdata: Any = None, obj: Any = None, data: Any = None, **options: Any) -> None:
        """Fill the form from rows when it is shown, and from the request alone when it is sent."""
        sent = self.meta.wrap_formdata(self, formdata)
        known = {} if sent is not None else {"obj": obj, "data": data}
        super().process(sent, **known, **options)


class refusing:  # noqa: N801  # it reads as a word of the language: with refusing(form)
    """Roll back when a ``Refused`` is raised, and show why: at its field, at ``beside``, or above the form."""

    def __init__(self, form: BaseForm, beside: str = "") -> None:
        self.form, self.beside = form, beside

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not isinstance(error, Refused):
            return False
        abandon()
        name = error.field if error.field in self.form else self.beside
        if name:
            self.form[name].errors = [error.sentence]
        else:
            self.form.form_errors.append(error.sentence)
        return True


class CleanString(StringField):
    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, filters=[clean_text], **{"default": "", **options})


class CleanText(TextAreaField):
    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, filters=[clean_text], **{"default": "", **options})


class Carried(CleanString):
    """A text that the page itself puts in the form: nobody types it."""


class ShownVersion(HiddenField):
    """The version of something that the page showed: sent back, it tells whether that has changed since."""

    def show(self, mark: str) -> None:
        """Set the version shown now, whatever was sent."""
        self.raw_data, self.data = None, mark

    def overtaken_by(self, mark: str, beside: Field, sentence: str) -> bool:
        """Whether the version has changed; if so, show ``sentence`` at a field, and take the new version as read."""
        if self.data == mark:
            return False
        self.show(mark)
        beside.errors = [sentence]
        return True


class RadioChoice(RadioField):
    """Radio buttons of which one is needed: when none is chosen, ``Required`` says what to choose."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.raw_data:
            super().pre_validate(form)


class Several(SelectMultipleField):
    """Checkboxes: any number may be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AtMost:
    """Refuse a text that is too long, and say by how much and what else can be done; nothing else reads it then.

    A search for an address or a name may take time that grows as the square of the length.
    """

    def __init__(self, limit: int, *, or_else: str = "") -> None:
        self.limit, self.or_else = limit, or_else

    def __call__(self, form: FlaskForm, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            raise StopValidation(
                f"Votre texte compte {length} caractères, soit {length - self.limit} de trop. "
                f"Il est gardé ci-dessous : raccourcissez-le{self.or_else}."
            )


class Required:
    """Refuse an empty field with a sentence of its own, and no other."""

    field_flags = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            if not any(field.raw_data or ()):
                field.errors = []  # nothing was typed: drop the error about an invalid day or number
            raise ValidationError(self.sentence)


class NeededNumber(NumberRange):
    """Refuse what is not a number between two others, nothing included, and tell browsers that one is needed."""

    def __init__(self, least: int, most: int, sentence: str) -> None:
        super().__init__(least, most, sentence)
        self.field_flags["required"] = True


_CONTROL = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
_NAME, _TYPE = re.compile(r'\sname="([^"]*)"'), re.compile(r'\stype="([^"]*)"')
_HEADING = re.compile(r"\s*<h2[^>]*>.*?</h2>", re.DOTALL)


def telling_what_is_needed(fields: Markup) -> Markup:
    """The fields of a form, told to be all needed where none of them may be left (RGAA 11.10).

    Where some may be left, each of those says so itself; one field alone needs no such sentence.
    """
    needed, boxes = set(), 0
    for control in _CONTROL.findall(fields):
        kind, name = _TYPE.search(control), _NAME.search(control)
        shown = kind[1] if kind else ""
        if name is None or shown == "hidden" or " readonly" in control:
            continue
        if shown == "checkbox" and " required" not in control:
            boxes += 1
        elif shown == "radio" or control.startswith("<select") or " required" in control:
            needed.add(name[1])
        else:
            return fields
    if len(needed) < 2 or 'class="optional"' in fields:
        return fields
    who = "Les deux champs" if len(needed) == 2 and not boxes else "Tous les champs"
    but = "" if not boxes else ", sauf la case à cocher" if boxes == 1 else ", sauf les cases à cocher"
    heading = _HEADING.match(fields)
    after = heading.end() if heading else 0
    return fields[:after] + Markup('<p class="hint">{} sont obligatoires{}.</p>').format(who, but) + fields[after:]


LONGEST_LINK = 500


class SafeLink:
    """Refuse a link that is not https, or that could be mistaken for another site's."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.data and not is_safe_link(field.data):
            raise ValidationError("Une adresse qui commence par https://, sans espace.")


def is_safe_link(address: str) -> bool:
    """Whether an address may be shown as a link."""
    if len(address) > LONGEST_LINK or any(c.isspace() or c in '<>"\\' for c in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
