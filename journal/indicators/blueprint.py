"""What the pages of indicators share."""

import uuid
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from journal.accounts.audit import Subject
from journal.accounts.log import record
from journal.accounts.models import Role
from journal.actors.models import Actor
from journal.actors.queries import actors_of
from journal.indicators import queries, rules, signs
from journal.indicators.forms import OpinionForm, ReasonForm
from journal.indicators.models import Indicator, IndicatorState
from journal.indicators.telling import tell
from journal.partners.queries import organisation_of
from journal.partners.services import may_speak
from journal.web.database import get_session
from journal.web.forms import BaseForm
from journal.web.settings import settings

blueprint = Blueprint("indicators", __name__, url_prefix="/indicateurs")


def indicator_or_404(indicator_id: uuid.UUID) -> Indicator:
    """An indicator this person may read: those under discussion are only for those who discuss them."""
    found = queries.in_lab(get_session(), g.person.lab_id, indicator_id)
    if found is None or (found.state is not IndicatorState.ADOPTED and not discusses()):
        abort(404)
    return found


def discusses() -> bool:
    """Whether this person takes part in deciding what is counted."""
    return g.person.role in {Role.COORDINATOR, Role.PARTNER}


def speakers(row: Indicator | None = None) -> list[Actor]:
    """The actors for which this person may speak: any for the team, their own for a partner."""
    session, person = get_session(), g.person
    if person.role is Role.COORDINATOR:
        return list(actors_of(session, person.lab_id))
    own = organisation_of(session, person.id) if person.role is Role.PARTNER else None
    spoken = own is not None and may_speak(own) and (row is None or own.kind in row.kinds)
    return [own] if own is not None and spoken else []


def page(row: Indicator, **forms: BaseForm) -> str:
    """The page of an indicator, with the forms of those who write; one of these may have been refused."""
    session, refused = get_session(), next(iter(forms.values()), None)
    shown: dict[str, Any] = {
        "opinion_form": OpinionForm(speakers(), formdata=None),
        "measures": bool(speakers(row)),
        "reason_form": ReasonForm(formdata=None),
    }
    return render_template(
        "indicators/indicator.html",
        indicator=row,
        telling=tell(row, floor=settings().lab_threshold),
        standing=rules.standing(row.opinions),
        missing=rules.adoption_problem(row.opinions),
        signs=signs.answered(session, row),
        authors=queries.authors(session, row),
        form=refused,
        **shown | forms,
    )


def kept(row: Indicator, action: str, sentence: str) -> ResponseReturnValue:
    """Log, commit, and redirect to the indicator."""
    record(get_session(), action, by=g.person, on=Subject("indicator", row.id))
    get_session().commit()
    flash(sentence)
    return redirect(url_for("indicators.indicator", indicator_id=row.id), 303)
