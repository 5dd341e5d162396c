"""What was typed in a form that was refused, so that no error page loses a word.

The error may happen before the view builds its form: an expired token, a session that ended, a full disk. The names of
the fields tell which form it was, and its class tells which of them a person types in.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from flask import request
from werkzeug.exceptions import HTTPException
from wtforms import FieldList, Form, FormField
from wtforms.fields.core import UnboundField

from journal.web.elsewhere import sent_from_elsewhere
from journal.web.forms import BaseForm, Carried, CleanString, CleanText

# The label of a text when forms that label it differently could have sent it.
UNNAMED = "Ce que vous avez écrit"
SECRET = frozenset({"csrf_token", "passphrase", "passphrase_again", "current", "code"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A field that was sent; ``label`` is empty for a choice, which the error page sends again without showing it."""

    name: str
    value: str
    label: str


def held_a_secret() -> bool:
    """Whether the form held a secret, which is not shown back: sent again without it, the form would be refused."""
    return any(request.form.get(name) for name in SECRET - {"csrf_token"})


def typed() -> list[Typed]:
    """What the form held, secrets left out."""
    if request.method != "POST" or sent_from_elsewhere():
        return []
    try:
        fields = list(request.form.items(multi=True))
    except HTTPException:  # the form itself was too large to read
        return []
    asked = _asked({_own_name(name) for name, _ in fields})
    return [_typed(name, value, asked) for name, value in fields if name not in SECRET and value]


def _typed(name: str, value: str, asked: dict[str, str]) -> Typed:
    label = asked.get(_own_name(name))
    if label is None:
        # In no known form: a value with spaces was typed, one without was put there by the page.
        label = UNNAMED if len(value.split()) > 1 else ""
    return Typed(name, value, label)


def _asked(names: Collection[str]) -> dict[str, str]:
    """What each field of the form was asked with, empty for a choice.

    The form is one of those that hold the most of these names. When they ask for the same words with other labels, no
    label is said; when one asks for words where another gives a choice, the smallest is it.
    """
    sent = set(names)
    most = max(len(sent & fields.keys()) for fields in _forms())
    likely = sorted((fields for fields in _forms() if len(sent & fields.keys()) == most), key=len)
    asked: dict[str, str] = {}
    for fields in likely:
        for name, label in fields.items():
            known = asked.setdefault(name, label)
            asked[name] = known if not known or not label or known == label else UNNAMED
    return asked


@cache
def _forms() -> tuple[dict[str, str], ...]:
    return tuple({name: _label(field) for name, field in declared(form)} for form in all_forms())


def _label(field: UnboundField) -> str:
    """The label of a text field; empty for a choice, or for a text that the page carries along."""
    return (
        str(field.args[0])
        if issubclass(field.field_class, CleanString | CleanText) and field.field_class is not Carried
        else ""
    )


def all_forms() -> Iterator[type[BaseForm]]:
    """Every form of the site."""
    waiting = [BaseForm]
    while waiting:
        form = waiting.pop()
        yield form
        waiting += form.__subclasses__()


def declared(form: type[Form]) -> Iterator[tuple[str, UnboundField]]:
    """The fields of a form, and those of the forms it repeats."""
    for name in dir(form):
        field = getattr(form, name)
        if not isinstance(field, UnboundField):
            continue
        if field.field_class is FieldList and field.args[0].field_class is FormField:
            yield from declared(field.args[0].args[0])
        yield name, field


def _own_name(name: str) -> str:
    """A field of a repeated form is called « parts-0-brings »."""
    return name.rpartition("-")[2]
