"""The state of the site for administrators: when things last happened, in sentences, without counts of few people."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal import rotation
from journal.accounts import lines
from journal.accounts.models import Person
from journal.accounts.queries import coordinators
from journal.contact.models import ContactRequest
from journal.entries.models import Entry, MaskingState
from journal.entries.words import kinds
from journal.home.models import Mark, SiteMark
from journal.legal.queries import facts_of
from journal.narrative.mails.mailing import MOST_TRIES
from journal.narrative.models import Digest, DigestDelivery, Quote, QuoteState
from journal.rights.models import MonthlyNotice
from journal.themes.models import AnalysisRun, RunStatus
from journal.web.typography import day, moment
from nlp.french import enumerated

WORKER_SILENT = timedelta(minutes=10)
BACKUP_OLD = timedelta(days=2)
LOG_OLD = timedelta(days=2)
# Erased words are promised to leave the disk within a day.
PURGE_LATE = timedelta(hours=24)
LONG_WAIT = timedelta(hours=1)
KEEPER = "Demandez à la personne qui tient le serveur"
WORKER, BACKUP, LOG = "Travail de fond", "Dernière sauvegarde", "Registre de ce qui est fait"
PURGE, KEYS = "Nettoyage de ce qui est effacé", "Adresses et numéros chiffrés"
SAID, TEAM = "Ce que le Lab doit dire", "L’équipe"
ANALYSIS, MASKING, FAILED, MAILS = "Dernière analyse", "Masquage", "Masquages manqués", "Mails"
# By what the page calls each thing.
TO_DO = {
    WORKER: f"{KEEPER} de relancer le site. Ce qui a été écrit est gardé, et sera masqué ensuite.",
    BACKUP: f"{KEEPER} de régler une sauvegarde scellée, chaque nuit. D’ici là, une panne peut tout emporter.",
    LOG: f"{KEEPER} de lancer recit audit verify, et de vous dire ce qu’il répond.",
    PURGE: f"{KEEPER} de lancer recit purge, puis recit doctor. Ce qui est effacé ne se lit plus sur le site, mais "
    "peut rester dans ses fichiers.",
    KEYS: f"{KEEPER} de lancer recit doctor, qui dit quelle clé manque ou reste à changer. Rien n’est perdu.",
    ANALYSIS: "La coordination peut en demander une autre, depuis les thèmes. Si elle échoue encore, prévenez la "
    "personne qui tient le serveur.",
    MASKING: f"{KEEPER} si le travail de fond tourne. Personne d’autre que leurs auteur·es ne lit ces textes.",
    FAILED: f"{KEEPER} de lancer recit doctor. Rien n’est perdu.",
    SAID: "La loi veut que chacun·e puisse le lire.",
    TEAM: "Un compte se rouvre depuis «\u00a0Comptes\u00a0», dans le menu.",
    MAILS: f"{KEEPER} de vérifier le serveur de mail. Les personnes lisent la même chose sur le site.",
}
# The page where the administrator does it.
LEADS = {SAID: ("legal.lab", "Remplir la page du Lab"), TEAM: ("accounts.invitations", "Inviter quelqu’un")}
ENDED = {
    RunStatus.SUCCEEDED: "s’est terminée",
    RunStatus.TOO_LITTLE: "n’a pas trouvé assez de textes partagés",
    RunStatus.FAILED: "a échoué",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One item of the site, and whether someone should look into it."""

    name: str
    sentence: str
    is_wrong: bool = False

    @property
    def to_do(self) -> str:
        """What to do when it is wrong: the reader of this page seldom looks after the server."""
        return TO_DO[self.name] if self.is_wrong else ""

    @property
    def leads(self) -> tuple[str, str] | None:
        """The page where it is done, and the text of the link."""
        return LEADS.get(self.name) if self.is_wrong else None


def note(session: Session, mark: Mark, *, well: bool, now: datetime) -> None:
    """Record that something happened."""
    row = session.get(SiteMark, mark)
    if row is None:
        row = SiteMark(name=mark)
        session.add(row)
    row.at, row.well = now, well
    session.flush()


def state(session: Session, lab_id: uuid.UUID, *, mails: bool, now: datetime) -> list[Check]:
    """The site as a whole, then one Lab; ``mails`` says whether a mail server is configured."""
    marks = {row.name: row for row in session.scalars(sa.select(SiteMark))}
    return [
        _worker(marks.get(Mark.WORKER), now),
        _backup(marks.get(Mark.BACKUP), now),
        _log(marks.get(Mark.LOG), now),
        _purge(marks.get(Mark.PURGE), now),
        _keys(session),
        _analysis(session, lab_id),
        _waiting(session, lab_id, now),
        _failed(session, lab_id, now),
        _said(session, lab_id),
        _team(session, lab_id),
        _mails(session, lab_id) if mails else Check(MAILS, "Aucun serveur de mail n’est réglé\u00a0: rien ne part."),
    ]


def _worker(mark: SiteMark | None, now: datetime) -> Check:
    if mark is None:
        return Check(WORKER, "Il n’a jamais tourné\u00a0: rien n’est masqué ni analysé.", is_wrong=True)
    if now - mark.at > WORKER_SILENT:
        return Check(WORKER, f"Il ne donne plus signe depuis le {moment(mark.at)}.", is_wrong=True)
    return Check(WORKER, f"Vu le {moment(mark.at)}.")


def _backup(mark: SiteMark | None, now: datetime) -> Check:
    if mark is None:
        return Check(BACKUP, "Aucune n’est connue.", is_wrong=True)
    how = "scellée" if mark.well else "lisible par qui la tient, car elle n’est pas scellée"
    return Check(BACKUP, f"Le {day(mark.at)}, {how}.", is_wrong=not mark.well or now - mark.at > BACKUP_OLD)


def _log(mark: SiteMark | None, now: datetime) -> Check:
    if mark is None:
        return Check(LOG, "Il n’a pas encore été vérifié\u00a0: il l’est chaque nuit.")
    if not mark.well:
        return Check(LOG, f"Vérifié le {day(mark.at)}\u00a0: une ligne manque ou a été changée depuis.", is_wrong=True)
    return Check(LOG, f"Vérifié le {day(mark.at)}\u00a0: il est entier.", is_wrong=now - mark.at > LOG_OLD)


def _purge(mark: SiteMark | None, now: datetime) -> Check:
    """By its day: a purge follows each erasure, and the hour would reveal when someone erases."""
    if mark is None:
        return Check(PURGE, "Il n’a pas encore eu lieu\u00a0: il a lieu chaque heure.")
    if now - mark.at > PURGE_LATE:
        return Check(PURGE, f"Il n’aboutit plus depuis le {day(mark.at)}.", is_wrong=True)
    return Check(PURGE, f"Fait le {day(mark.at)}." if mark.well else f"Il n’a pas encore abouti, le {day(mark.at)}.")


def _keys(session: Session) -> Check:
    """Without numbers: how many people gave an address is private."""
    found = rotation.examine(session)
    if found.unknown:
        return Check(KEYS, "Le site ne peut plus en lire une partie : une clé lui manque.", is_wrong=True)
    if found.clear:
        return Check(KEYS, "Une partie se lit encore dans la base de données.", is_wrong=True)
    if found.unbound:
        return Check(KEYS, "Une partie, chiffrée par une version d’avant, ne s’ouvre pas encore.", is_wrong=True)
    if found.former:
        return Check(KEYS, "Une partie l’est encore avec une clé d’avant.", is_wrong=True)
    return Check(KEYS, "Qui tient une copie de la base de données ne peut pas les lire.")


def _analysis(session: Session, lab_id: uuid.UUID) -> Check:
    done = sa.select(AnalysisRun).where(AnalysisRun.lab_id == lab_id, AnalysisRun.finished_at.is_not(None))
    run = session.scalars(done.order_by(AnalysisRun.finished_at.desc()).limit(1)).first()
    if run is None or run.finished_at is None:
        return Check(ANALYSIS, "Aucune n’a encore été faite.")
    return Check(
        ANALYSIS, f"Elle {ENDED[run.status]} le {moment(run.finished_at)}.", is_wrong=run.status is RunStatus.FAILED
    )


def _waiting(session: Session, lab_id: uuid.UUID, now: datetime) -> Check:
    """Only what has waited for long: a line that changed with each text would reveal when someone writes."""
    if not _has_texts(session, lab_id, MaskingState.RECEIVED, before=now - LONG_WAIT):
        return Check(MASKING, "Aucun texte n’attend depuis plus d’une heure.")
    return Check(MASKING, "Des textes attendent depuis plus d’une heure d’être masqués.", is_wrong=True)


def _failed(session: Session, lab_id: uuid.UUID, now: datetime) -> Check:
    if not _has_texts(session, lab_id, MaskingState.FAILED, before=now):
        return Check(FAILED, "Aucun.")
    return Check(
        FAILED, "Des textes n’ont pas pu être masqués\u00a0: seul·es leurs auteur·es les lisent.", is_wrong=True
    )


def _said(session: Session, lab_id: uuid.UUID) -> Check:
    missing = facts_of(session, lab_id).missing
    if not missing:
        return Check(SAID, "Tout est donné.")
    return Check(SAID, f"Il manque {enumerated(missing)}.", is_wrong=True)


def _team(session: Session, lab_id: uuid.UUID) -> Check:
    too_few = lines.too_few(coordinators(session, lab_id))
    return Check(TEAM, too_few or "Elle compte assez de personnes.", is_wrong=bool(too_few))


def _has_texts(session: Session, lab_id: uuid.UUID, masking: MaskingState, *, before: datetime) -> bool:
    """Whether an entry, or another text, written before a moment is in this state."""
    written: list[tuple[Any, Any]] = [(Entry, Entry.written_at), *((kind, kind.at) for kind in kinds())]
    return any(
        session.scalar(
            sa.select(table.id)
            .join(Person, Person.id == table.author_id)
            .where(Person.lab_id == lab_id, table.masking_state == masking, at <= before)
            .limit(1)
        )
        is not None
        for table, at in written
    )


def _mails(session: Session, lab_id: uuid.UUID) -> Check:
    if any(session.scalar(late(lab_id).limit(1)) is not None for late in TRIED_IN_VAIN):
        return Check(MAILS, "Des mails n’ont pas pu partir\u00a0: ils seront essayés à nouveau.", is_wrong=True)
    if session.scalar(_given_up(lab_id).limit(1)) is not None:
        return Check(MAILS, "Aucun n’attend. Quelques adresses refusent ceux qu’on leur envoie.", is_wrong=True)
    return Check(MAILS, "Aucun n’attend.")


def _deliveries(lab_id: uuid.UUID) -> sa.Select[uuid.UUID]:
    whole = sa.select(DigestDelivery.id).join(Digest, Digest.id == DigestDelivery.digest_id)
    return whole.where(Digest.lab_id == lab_id, DigestDelivery.sent_at.is_(None))


def _months(lab_id: uuid.UUID) -> sa.Select[uuid.UUID]:
    """Messages that failed and will be retried; none for a month whose mailing is over."""
    tried = (DigestDelivery.tried_at.is_not(None), DigestDelivery.tries < MOST_TRIES, Digest.mailed_at.is_(None))
    return _deliveries(lab_id).where(*tried)


def _given_up(lab_id: uuid.UUID) -> sa.Select[uuid.UUID]:
    return _deliveries(lab_id).where(DigestDelivery.tries >= MOST_TRIES)


def _notices(lab_id: uuid.UUID) -> sa.Select[uuid.UUID]:
    whole = sa.select(MonthlyNotice.person_id).join(Person, Person.id == MonthlyNotice.person_id)
    unsent = (MonthlyNotice.sent_at.is_(None), MonthlyNotice.seen_at.is_(None))
    return whole.where(Person.lab_id == lab_id, MonthlyNotice.tried_at.is_not(None), *unsent)


def _requests(lab_id: uuid.UUID) -> sa.Select[uuid.UUID]:
    untold = (ContactRequest.told_at.is_(None), ContactRequest.taken_at.is_(None), ContactRequest.closed_at.is_(None))
    tried = ContactRequest.tried_at.is_not(None)
    return sa.select(ContactRequest.id).where(ContactRequest.lab_id == lab_id, tried, *untold)


def _quotes(lab_id: uuid.UUID) -> sa.Select[uuid.UUID]:
    whole = sa.select(Quote.id).join(Quote.digest)
    untold = (Quote.tried_at.is_not(None), Quote.told_at.is_(None), Quote.state == QuoteState.ASKED)
    return whole.where(Digest.lab_id == lab_id, *untold)


# What was tried and has not left, of the mails that wait for as long as it takes: others are soon of no use.
TRIED_IN_VAIN: tuple[Callable[[uuid.UUID], sa.Select[uuid.UUID]], ...] = (_months, _notices, _requests, _quotes)
