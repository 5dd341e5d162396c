"""A coding that comes back from research: the passages it places elsewhere, for people to decide.

Nothing is kept of a project, and nothing is applied from it. Only what an export would hand over today is looked for
in it: words withdrawn, hidden or masked further since are not found, and other words are nobody's.
"""

import uuid
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from journal.accounts.models import Lab, Person
from journal.db import hold
from journal.errors import Refused
from journal.exchange import baseline, gathering, locating
from journal.exchange.projects import TOO_LARGE, Project, ProjectRefused
from journal.text import fold
from journal.themes.deciding import services
from journal.themes.deciding.decisions import Signed
from journal.themes.excerpts import Excerpt, excerpt, readable_passage
from journal.themes.models import Theme, ThemeConstraint
from journal.web.typography import in_guillemets, spaced
from nlp.types import ConstraintKind

# Codings times the passages they are on: twenty codes on all passages of a large Lab take a fifth of a second.
MOST_REACHED = 500_000
NOTE = "Codage rendu par une recherche."
GONE = spaced("Ce projet n’a plus son texte « Codage d’origine » : on ne peut plus voir ce qui y a été recodé.")


@dataclass(frozen=True, slots=True)
class Correction:
    """A passage that someone coded differently: its current theme, and the one it would move to, if any."""

    excerpt: Excerpt
    source: Theme
    target: Theme | None

    @property
    def value(self) -> str:
        """What a form sends back: ids, which are looked up again."""
        return f"{self.excerpt.passage_id}:{self.source.id}:{self.target.id if self.target else ''}"

    @property
    def way(self) -> str:
        source = in_guillemets(self.source.label)
        return f"De {source} à {in_guillemets(self.target.label)}" if self.target else f"Hors de {source}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a project says about current passages, and counts of what it leaves out."""

    corrections: tuple[Correction, ...]
    found: int
    several: int  # a code more than theirs, or several: a passage has one main theme
    decided: int  # the team said where they go
    unknown: tuple[tuple[str, int], ...]  # codes that are no theme of today, with the passages they are on


@dataclass(frozen=True, slots=True)
class Applied:
    moved: int
    left: int  # changed since they were shown: withdrawn, moved, in a theme that is gone
    sources: Sequence[str]  # the names of the themes that they left, whose history undoes each


def compare(session: Session, lab_id: uuid.UUID, project: Project, *, floor: int) -> Comparison:
    """Compare a project with the current themes.

    Raises
    ------
    ProjectRefused
        When it does not say how it was coded when it left, or when no passage of the Lab is in it.
    """
    was = baseline.remembered(project)
    if was is None:
        raise ProjectRefused(GONE)
    shared, themes = gathering.shared_today(session, lab_id, floor=floor)
    coded = codes_put(project, {each.passage.id: each.passage.text for each in shared})
    if not coded:
        raise ProjectRefused("Aucun passage que le Lab partage aujourd’hui n’est dans ce projet.")
    known = _known(project, themes.values())
    changes = [
        Change(each, themes[each.home], was[mark], {known[code] for code in coded[each.passage.id] if code in known})
        for each in shared
        if each.passage.id in coded and each.home and (mark := baseline.fingerprint(each.passage.text)) in was
    ]
    return _told(session, changes, themes, set(known.values()), _unknown(project, coded, known))


def codes_put(project: Project, words: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, set[str]]:
    """The codes on each passage found, in any text of the project.

    Raises
    ------
    ProjectRefused
        When they are on so many passages that looking at each would keep the page waiting.
    """
    coded: dict[uuid.UUID, set[str]] = {}
    left = MOST_REACHED
    for source in project.sources:
        found = locating.spans(source.text, words)
        left -= locating.reach(source, found)
        if left < 0:
            raise ProjectRefused(TOO_LARGE)
        for key, codes in locating.codes_of(source, found).items():
            coded.setdefault(key, set()).update(codes)
    return coded


def _known(project: Project, themes: Iterable[Theme]) -> dict[str, uuid.UUID]:
    """The themes that codes stand for: by identifier, or by name for tools that replace identifiers."""
    keys = {str(theme.id): theme.id for theme in themes}
    names: dict[str, set[uuid.UUID]] = {}
    for theme in themes:
        names.setdefault(fold(theme.label), set()).add(theme.id)
    found: dict[str, uuid.UUID] = {}
    for guid, name in project.codes.items():
        named = names.get(fold(name.strip()), set())
        if guid in keys:
            found[guid] = keys[guid]
        elif len(named) == 1:
            found[guid] = next(iter(named))
    return found


def _unknown(
    project: Project, coded: Mapping[uuid.UUID, set[str]], known: Mapping[str, uuid.UUID]
) -> tuple[tuple[str, int], ...]:
    times = Counter(code for codes in coded.values() for code in codes if code not in known and code in project.codes)
    return tuple((project.codes[code], count) for code, count in times.most_common())


@dataclass(frozen=True, slots=True)
class Change:
    """One passage: its current theme, its themes when the project left, those it came back with."""

    shared: gathering.Shared
    home: Theme
    before: frozenset[uuid.UUID]
    after: set[uuid.UUID]

    def targets(self) -> set[uuid.UUID]:
        """The themes someone added to it, and that it is not in today."""
        return self.after - self.before - {self.home.id}

    def leaves(self, codes: Container[uuid.UUID]) -> bool:
        """Whether its current theme was removed from it, or was not exported. A deleted code means nothing."""
        if self.home.id in self.after:
            return False
        return bool(self.targets()) or (self.home.id in self.before and self.home.id in codes)


def _told(
    session: Session,
    changes: Sequence[Change],
    themes: Mapping[uuid.UUID, Theme],
    codes: Container[uuid.UUID],
    unknown: tuple[tuple[str, int], ...],
) -> Comparison:
    said = _said(session, [each.shared.passage.id for each in changes])
    corrections, several, decided = [], 0, 0
    for each in changes:
        targets = each.targets()
        if len(targets) > 1 or (targets and not each.leaves(codes)):
            several += 1
        elif each.leaves(codes):
            target = themes[next(iter(targets))] if targets else None
            if _was_decided(each, target, said):
                decided += 1
            else:
                shown = excerpt(each.shared.passage, each.shared.entry)
                corrections.append(Correction(shown, each.home, target))
    corrections.sort(key=lambda each: (each.way, each.value))
    return Comparison(tuple(corrections), len(changes), several, decided, unknown)


Said = tuple[uuid.UUID, uuid.UUID | None, str]


def _said(session: Session, passages: Sequence[uuid.UUID]) -> set[Said]:
    """What people decided about passages and themes: passage, theme, kind."""
    columns = (ThemeConstraint.passage_id, ThemeConstraint.theme_id, ThemeConstraint.kind)
    return {(row[0], row[1], row[2]) for row in session.execute(sa.select(*columns).where(columns[0].in_(passages)))}


def _was_decided(change: Change, target: Theme | None, said: Container[Said]) -> bool:
    """Whether a person decided that it belongs where it is, or not where it would go."""
    passage = change.shared.passage.id
    stays = (passage, change.home.id, ConstraintKind.BELONGS)
    return stays in said or (target is not None and (passage, target.id, ConstraintKind.NOT_BELONGS) in said)


def apply(session: Session, values: Iterable[str], *, by: Person, now: datetime, floor: int) -> Applied:
    """Move the passages that someone ticked, each as one decision, signed and undoable.

    What changed since they were shown is left as it is.

    Raises
    ------
    journal.errors.Refused
        When nothing is ticked.
    """
    hold(session, Lab, by.lab_id)  # clicked twice, a button does it once
    shared, themes = gathering.shared_today(session, by.lab_id, floor=floor)
    known = {str(each.passage.id): each for each in shared}
    goals = {str(key): theme for key, theme in themes.items()}
    signed = Signed(by, now, NOTE)
    left, sources = 0, []
    for value in dict.fromkeys(values):
        key, source, target = (*value.split(":"), "", "")[:3]
        each, goal = known.get(key), goals.get(target)
        passage = readable_passage(session, by.lab_id, each.passage.id, lock=True) if each else None
        if passage is None or each is None or each.home is None or str(each.home) != source or (target and not goal):
            left += 1
            continue
        services.move_passage(session, passage, themes[each.home], goal, signed)
        sources.append(themes[each.home].label)
    if not sources and not left:
        raise Refused("Cochez les passages à déplacer.")
    return Applied(len(sources), left, sorted(set(sources)))
