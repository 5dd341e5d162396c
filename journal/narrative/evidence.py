"""What a sentence rests on, opened for its readers: figures, passages still allowed, decisions, answers."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.cooperation.models import LabAnswer
from journal.experiments.queries import in_lab as experiment_in_lab
from journal.indicators.queries import in_lab as indicator_in_lab
from journal.narrative.models import Digest, Quote, QuoteState
from journal.themes.models import Theme
from journal.web.typography import in_guillemets

HEARD = "ce qui a été écrit sur le récit, et que l’équipe a lu"
GONE = frozenset({"un thème qui n’existe plus", "une réponse retirée"})
TRIED = {"experiment": "une expérimentation", "indicator": "un indicateur"}
OF_THE_MONTH, SINCE_THE_BEGINNING = "pendant le mois", "depuis le début"
FIGURES = {
    "participants": "le nombre de personnes qui ont partagé un texte {when}, arrondi à cinq",
    "entries": "le nombre de textes partagés {when}, arrondi à cinq",
    "answers": "les réponses du Lab",
    "ledger": "le compte de ce que sont devenus les textes écrits",
    "previous": "le chiffre publié le mois d’avant",
    "months": "l’âge du thème",
    "emotions": "les émotions cochées par cinq personnes au moins",
    "helped": "les mots employés par cinq personnes au moins dans « ce qui a aidé »",
    "hindered": "les mots employés par cinq personnes au moins dans « ce qui a freiné »",
    "steps": "les étapes où cinq personnes au moins en parlent",
    "agency": "la moyenne des réponses à « subi, ou agi »",
    "step_people": "le nombre de personnes qui ont partagé un texte à cette étape {when}, arrondi à cinq",
    "step_mood": "la moyenne de ce que les personnes ont coché, de désagréable à agréable, étape par étape",
    "step_emotions": "les émotions cochées à cette étape par cinq personnes au moins",
    "step_agency": "les réponses à « subi, ou agi », étape par étape, à partir de cinq personnes",
    "solidity": "la solidité mesurée par l’analyse",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """One thing a sentence rests on, in words; an id when there is a page to open."""

    text: str
    quoted: str = ""
    theme_id: uuid.UUID | None = None
    experiment_id: uuid.UUID | None = None
    indicator_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenedSentence:
    text: str
    evidence: tuple[Opened, ...]


def open_all(
    session: Session, sentences: Iterable[dict[str, Any]], lab_id: uuid.UUID, *, when: str = OF_THE_MONTH
) -> list[OpenedSentence]:
    """Each sentence the machine wrote, with all it rests on; ``when``, the days its figures count."""
    return [
        OpenedSentence(sentence["text"], _opened(session, sentence["evidence"], lab_id, when)) for sentence in sentences
    ]


def _opened(
    session: Session, references: Iterable[tuple[str, str]], lab_id: uuid.UUID, when: str
) -> tuple[Opened, ...]:
    """References in words, each once; a theme goes without saying beside its figures."""
    named = [(kind, open_one(session, kind, ref, lab_id, when)) for kind, ref in references]
    told = {item.theme_id for kind, item in named if kind != "theme" and item.theme_id}
    return tuple(dict.fromkeys(item for kind, item in named if kind != "theme" or item.theme_id not in told))


def open_one(session: Session, kind: str, ref: str, lab_id: uuid.UUID, when: str) -> Opened:
    """One reference in words. Never empty: a thing that is gone says that it is."""
    if kind == "figure":
        return _figure(session, ref, lab_id, when)
    if kind == "contribution":
        return Opened(HEARD)  # whether its author took it back since is nobody's to know
    try:
        key = uuid.UUID(ref)
    except ValueError:
        return Opened(f"un fait du mois ({ref})")
    if kind == "theme":
        theme = _theme(session, key, lab_id)
        if theme is None:
            return Opened("un thème qui n’existe plus")
        return Opened(f"le thème « {theme.label} »", theme_id=theme.id)
    if kind == "answer":
        answer = session.scalar(sa.select(LabAnswer).where(LabAnswer.id == key, LabAnswer.lab_id == lab_id))
        return Opened("une réponse du Lab", quoted=answer.text) if answer else Opened("une réponse retirée")
    if kind in TRIED:
        return _tried(session, kind, key, lab_id)
    return _quoted(session, key, lab_id)


def _quoted(session: Session, key: uuid.UUID, lab_id: uuid.UUID) -> Opened:
    quote = session.scalar(
        sa.select(Quote).join(Digest, Digest.id == Quote.digest_id).where(Quote.id == key, Digest.lab_id == lab_id)
    )
    if quote is None:
        return Opened("une décision de l’équipe")
    if quote.state is QuoteState.ACCEPTED:
        return Opened("une citation acceptée par son auteur·e", quoted=quote.text)
    return Opened("une citation retirée à la demande de son auteur·e")


def _tried(session: Session, kind: str, key: uuid.UUID, lab_id: uuid.UUID) -> Opened:
    experiment = experiment_in_lab(session, lab_id, key) if kind == "experiment" else None
    if experiment is not None:
        return Opened(f"l’expérimentation {in_guillemets(experiment.title)}", experiment_id=key)
    indicator = indicator_in_lab(session, lab_id, key) if kind == "indicator" else None
    if indicator is not None:
        return Opened(f"l’indicateur {in_guillemets(indicator.name)}", indicator_id=key)
    return Opened(TRIED[kind])


def _figure(session: Session, ref: str, lab_id: uuid.UUID, when: str) -> Opened:
    owner, _, name = ref.rpartition("/")
    words = FIGURES.get(name, name).format(when=when)
    if not owner:
        return Opened(words)
    theme = _theme(session, uuid.UUID(owner), lab_id)
    if theme is None:
        return Opened(words)
    return Opened(f"{words}, pour « {theme.label} »", theme_id=theme.id)


def _theme(session: Session, key: uuid.UUID, lab_id: uuid.UUID) -> Theme | None:
    return session.scalar(sa.select(Theme).where(Theme.id == key, Theme.lab_id == lab_id))


def refs(sentences: Iterable[Mapping[str, Any]], kind: str) -> list[str]:
    """What sentences rest on, of one kind of evidence."""
    return [ref for sentence in sentences for each, ref in sentence["evidence"] if each == kind]
