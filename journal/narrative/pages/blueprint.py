"""What every page of the récit shares: the blueprint, its template filters, and how an address names a month."""

from datetime import date, datetime

from flask import Blueprint, abort, g

from journal.narrative import laying_out, queries, resonance, rules
from journal.narrative.beside import part_key, reply_of
from journal.narrative.models import Digest, DigestStatus
from journal.web.database import get_session, may_change, or_404

blueprint = Blueprint("narrative", __name__)
blueprint.add_app_template_filter(laying_out.said_by_whom, "said_by_whom")
blueprint.add_app_template_filter(laying_out.lead_and_rest, "lead_and_rest")
blueprint.add_app_template_test(laying_out.tells_its_doubt, "doubtful")
blueprint.add_app_template_filter(laying_out.in_lines, "in_lines")
blueprint.add_app_template_filter(rules.may_appear_from, "may_appear_from")
blueprint.add_app_template_filter(rules.waits_until, "waits_until")
blueprint.add_app_template_filter(reply_of)
blueprint.add_app_template_global(part_key)
blueprint.add_app_template_test(resonance.is_contested, "contested")
OLDEST_YEAR, LATEST_YEAR = 1900, 9000


def digest_or_404(month: str) -> Digest:
    """The récit of a month written 2026-11, in the reader's Lab; held for whoever changes it."""
    return or_404(queries.digest_of(get_session(), g.person.lab_id, parse_month(month), lock=may_change()))


def published_or_404(month: str) -> Digest:
    found = digest_or_404(month)
    if found.status is not DigestStatus.PUBLISHED:
        abort(404)
    return found


def parse_month(text: str) -> date:
    try:
        month = datetime.strptime(f"{text}-01", "%Y-%m-%d").date()  # noqa: DTZ007  # a month has no time zone
    except ValueError:
        abort(404)
    if not OLDEST_YEAR <= month.year <= LATEST_YEAR:
        abort(404)  # the months around it must exist too
    return month
