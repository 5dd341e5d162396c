"""What a sentence rests on, shown to its readers: figures, quotes still allowed, decisions, answers."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from journal.cooperation.models import LabAnswer
from journal.experiments.models import Experiment
from journal.indicators.models import Indicator
from journal.narrative.models import Digest, Quote, QuoteState
from journal.text import read_key
from journal.themes.models import Theme
from journal.web.typography import in_guillemets
from nlp.french import attach, month_name

Sentence = Mapping[str, Any]
Words = InstrumentedAttribute[str]
Reference = tuple[str, str]  # a kind of evidence, and what of that kind

HEARD = "ce qui a été écrit sur le récit, et que l’équipe a lu"
THEME_GONE, ANSWER_GONE = "un thème qui n’existe plus", "une réponse retirée"
GONE = frozenset({THEME_GONE, ANSWER_GONE})
TRIED = {"experiment": "une expérimentation", "indicator": "un indicateur"}
OF_THE_MONTH, SINCE_THE_BEGINNING = "pendant le mois", "depuis le début"
FIGURES = {
    "participants": "le nombre de personnes qui ont partagé un texte {when}, arrondi à cinq",
    "entries": "le nombre de textes partagés {when}, arrondi à cinq",
    "answers": "les réponses du Lab",
    "asked": "le nombre de personnes qui ont partagé une réponse à cette question, arrondi à cinq",
    "asked_emotions": "les émotions cochées dans ces réponses par cinq personnes au moins",
    "asked_themes": "les thèmes où mènent les réponses de cinq personnes au moins",
    "ledger": "le compte de ce que sont devenus les textes, arrondi à cinq",
    "previous": "le chiffre publié le mois d’avant",
    "months": "l’âge du thème",
    "emotions": "les émotions cochées par cinq personnes au moins",
    "helped": "les mots employés par cinq personnes au moins dans « ce qui a aidé »",
    "hindered": "les mots employés par cinq personnes au moins dans « ce qui a freiné »",
    "steps": "les étapes où cinq personnes au moins en parlent",
    "agency": "la moyenne des réponses à « subi, ou agi »",
    "step_people": "le nombre de personnes qui ont partagé quelque chose de cette étape {when}, arrondi à cinq",
    "step_mood": "la moyenne de ce que les personnes ont coché, de désagréable à agréable, étape par étape",
    "step_emotions": "les émotions cochées à cette étape par cinq personnes au moins",
    "step_agency": "les réponses à « subi, ou agi », étape par étape, à partir de cinq personnes",
    "solidity": "la solidité mesurée par l’analyse",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """One piece of evidence, in words, with an id when it has a page."""

    text: str
    quoted: str = ""
    theme_id: uuid.UUID | None = None
    experiment_id: uuid.UUID | None = None
    indicator_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenedSentence:
    text: str
    evidence: tuple[Opened, ...]


@dataclass(frozen=True, slots=True)
class _Sources:
    """The evidence that still exists in a Lab: its words, by id."""

    themes: Mapping[uuid.UUID, str]
    answers: Mapping[uuid.UUID, str]
    experiments: Mapping[uuid.UUID, str]
    indicators: Mapping[uuid.UUID, str]
    quotes: Mapping[uuid.UUID, str | None]  # None once its author said no, or took it back


def open_all(session: Session, sentences: Sequence[Sentence], lab_id: uuid.UUID) -> list[OpenedSentence]:
    """The sentences that the machine wrote, with their evidence."""
    return open_parts(session, [sentences], lab_id)[0]


def open_parts(
    session: Session, parts: Sequence[Sequence[Sentence]], lab_id: uuid.UUID, *, when: str = OF_THE_MONTH
) -> list[list[OpenedSentence]]:
    """``open_all`` for several parts, in a fixed number of queries.

    ``when`` says which days the figures are about.
    """
    sources = _sources_of(session, [sentence for sentences in parts for sentence in sentences], lab_id)
    return [
        [OpenedSentence(sentence["text"], _opened(sources, sentence["evidence"], when)) for sentence in sentences]
        for sentences in parts
    ]


def _sources_of(session: Session, sentences: Iterable[Sentence], lab_id: uuid.UUID) -> _Sources:
    named = {
        key for sentence in sentences for kind, ref in sentence["evidence"] if (key := read_key(_owner(kind, ref)))
    }

    def words_of(kind: type[Theme | LabAnswer | Experiment | Indicator], words: Words) -> dict[uuid.UUID, str]:
        rows = session.execute(sa.select(kind.id, words).where(kind.lab_id == lab_id, kind.id.in_(named)))
        return {row[0]: row[1] for row in rows}

    quotes = session.execute(
        sa.select(Quote.id, Quote.state, Quote.text)
        .join(Quote.digest)
        .where(Digest.lab_id == lab_id, Quote.id.in_(named))
    )
    return _Sources(
        themes=words_of(Theme, Theme.label),
        answers=words_of(LabAnswer, LabAnswer.text),
        experiments=words_of(Experiment, Experiment.title),
        indicators=words_of(Indicator, Indicator.name),
        quotes={row.id: row.text if row.state is QuoteState.ACCEPTED else None for row in quotes},
    )


def _owner(kind: str, ref: str) -> str:
    """The theme that a figure is about, empty for the whole Lab; any other reference as it is."""
    return ref.rpartition("/")[0] if kind == "figure" else ref


def _opened(sources: _Sources, references: Iterable[Reference], when: str) -> tuple[Opened, ...]:
    """References in words, each once; a theme is not repeated next to its figures."""
    named = [(kind, _open_one(sources, kind, ref, when)) for kind, ref in references]
    told = {item.theme_id for kind, item in named if kind != "theme" and item.theme_id}
    return tuple(dict.fromkeys(item for kind, item in named if kind != "theme" or item.theme_id not in told))


def _open_one(sources: _Sources, kind: str, ref: str, when: str) -> Opened:
    """One reference in words; for evidence that no longer exists, a sentence that says so."""
    if kind == "figure":
        return _figure(sources, ref, when)
    if kind == "contribution":
        return Opened(HEARD)  # the same if its author has withdrawn it since: nobody may know
    if kind == "question":
        return Opened(f"la question du récit {attach('de ', month_name(date.fromisoformat(f'{ref}-01')))}")
    key = read_key(ref)
    if key is None:
        return Opened(f"un fait du mois ({ref})")
    if kind == "theme":
        label = sources.themes.get(key)
        return Opened(f"le thème {in_guillemets(label)}", theme_id=key) if label is not None else Opened(THEME_GONE)
    if kind == "answer":
        text = sources.answers.get(key)
        return Opened("une réponse du Lab", quoted=text) if text is not None else Opened(ANSWER_GONE)
    return _tried(sources, kind, key) if kind in TRIED else _quoted(sources, key)


def _quoted(sources: _Sources, key: uuid.UUID) -> Opened:
    if key not in sources.quotes:
        return Opened("une décision de l’équipe")
    text = sources.quotes[key]
    if text is None:
        return Opened("une citation retirée à la demande de son auteur·e")
    return Opened("une citation acceptée par son auteur·e", quoted=text)


def _tried(sources: _Sources, kind: str, key: uuid.UUID) -> Opened:
    if kind == "experiment" and key in sources.experiments:
        return Opened(f"l’expérimentation {in_guillemets(sources.experiments[key])}", experiment_id=key)
    if kind == "indicator" and key in sources.indicators:
        return Opened(f"l’indicateur {in_guillemets(sources.indicators[key])}", indicator_id=key)
    return Opened(TRIED[kind])


def _figure(sources: _Sources, ref: str, when: str) -> Opened:
    owner, _, name = ref.rpartition("/")
    words = FIGURES.get(name, name).format(when=when)
    key = read_key(owner)
    if key is None or key not in sources.themes:
        return Opened(words)
    return Opened(f"{words}, pour {in_guillemets(sources.themes[key])}", theme_id=key)


def refs(sentences: Iterable[Mapping[str, Any]], kind: str) -> list[str]:
    """The references of sentences to one kind of evidence."""
    return [ref for sentence in sentences for each, ref in sentence["evidence"] if each == kind]
