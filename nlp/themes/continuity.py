"""Follow the themes from one run to the next: what each became, and what may be proposed about it.

Clusters change at every run; the themes people know must not. While a merge or a split waits for a human, the themes
are kept as people know them: a cluster that swallowed two themes is shared out between them again, and the
pieces of a theme are put back together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from nlp.encoding import centroid_of
from nlp.themes.corrections import Bound, Constraint, bind
from nlp.themes.growth import growth
from nlp.themes.matching import Comparison, ContinuitySettings, KnownTheme, Match, compare, main_members, match_themes
from nlp.themes.proposals import Candidate, Pending, find_candidates, ripen
from nlp.themes.rhythm import Rhythm, Rhythms
from nlp.themes.theme_map import next_color
from nlp.types import Change, FoundTheme, Membership, ThemeEvent, Vectors


@dataclass(frozen=True, slots=True)
class Past:
    """What a run must know of those before it, and of what people decided.

    Parameters
    ----------
    known : sequence of KnownTheme
        All of them, sleeping ones included, so that they can reappear and their ids are never given again.
    corrections : sequence of Constraint
        What coordinators said of passages: applied last.
    pending : sequence of Pending
        ``Continuity.pending`` of the last run.
    refused : sequence of Candidate
        Proposals a human refused.
    """

    known: Sequence[KnownTheme]
    corrections: Sequence[Constraint] = ()
    pending: Sequence[Pending] = ()
    refused: Sequence[Candidate] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedTheme:
    """A theme of this run under its lasting identity."""

    known: str | None  # None: new, the caller gives it an id
    found: tuple[str, ...] = ()  # keys of the found themes it is read from; none when it was not found
    members: tuple[Membership, ...] = ()
    excerpts: tuple[str, ...] = ()  # those of its found theme that are still its own
    centroid: Vectors  # (d,)
    participants: int = 0
    # How many people when it was last said to grow or fade; the next run measures from there. May be an old figure.
    announced: int = 0
    event: ThemeEvent | None = None  # None: was not there before and still is not (a pinned theme)
    quiet: bool = False  # people have left it, and are not back

    @property
    def slot(self) -> str:
        """Key of this theme in a dictionary: its id, or for a new one, a key that no id can be."""
        return self.known if self.known is not None else f"\0{self.found[0]}"


@dataclass(frozen=True, slots=True)
class Continuity:
    """What one run means for the themes people know."""

    matches: tuple[Match, ...]
    themes: tuple[TracedTheme, ...]  # found ones, those that have just faded, and pinned ones
    unclassified: frozenset[str]
    pending: tuple[Pending, ...] = field(default=())  # to give back to the next run
    proposals: tuple[Pending, ...] = field(default=())  # ripe, for a human to decide


def continue_themes(
    past: Past,
    found: Sequence[FoundTheme],
    *,
    authors: Mapping[str, str],
    vectors: Mapping[str, Vectors],
    ages: Mapping[str, int] | None = None,
    unclassified: Collection[str] = (),
    settings: ContinuitySettings | None = None,
) -> Continuity:
    """Follow every theme into a new run.

    Parameters
    ----------
    past : Past
        The themes people know, what they decided, what waits since the last run.
    found : sequence of FoundTheme
        What the run found.
    authors : mapping of passage to author
        For every passage of the run; everything is counted in distinct people.
    vectors : mapping of passage to Vectors, (d,)
        Used to share out the new passages of a cluster that holds two known themes.
    ages : mapping of passage to int, optional
        Days between what each passage tells and this run: without them, a theme fades by its total only.
    unclassified : collection of passage keys
        Passages of the run in no theme.
    settings : ContinuitySettings, optional
        The defaults are the measured ones.

    Returns
    -------
    Continuity
        The same whatever the order of the inputs.

    Raises
    ------
    ValueError
        If an id or a key is given twice.
    KeyError
        If the author of a member is missing.
    """
    settings = settings or ContinuitySettings()
    comparison = compare(past.known, found, unclassified=unclassified)
    matches = match_themes(comparison, settings)
    candidates = find_candidates(comparison, matches, settings)
    ripening = ripen(past.pending, candidates, patience=settings.patience, refused=past.refused)
    held = _held(comparison, matches, candidates, vectors)
    bound = bind({h.slot: h.members for h in held}, past.corrections, present=authors.keys())
    by_id = {t.id: t for t in comparison.known}
    ripe = {theme: p.candidate.change for p in ripening.proposals for theme in p.candidate.themes}
    rhythms = Rhythms(ages or {}, authors)
    traced = (_traced(h, by_id.get(h.known or ""), bound, ripe, rhythms, authors) for h in held)
    themes = tuple(_with_own_centroid(theme, vectors) for theme in traced)
    left = (frozenset(unclassified) | bound.unclassified) - {m.passage for t in themes for m in t.members}
    return Continuity(matches, themes, left, ripening.pending, ripening.proposals)


def _held(
    comparison: Comparison,
    matches: Sequence[Match],
    candidates: Sequence[Candidate],
    vectors: Mapping[str, Vectors],
) -> list[TracedTheme]:
    """Themes as people know them: waiting splits put back together, waiting merges shared out."""
    found = {t.key: t for t in comparison.found}
    names = {m.found: m.known for m in matches}
    merges: dict[str, set[str]] = {}
    for c in candidates:
        if c.change is Change.MERGE:
            merges.setdefault(c.found[0], set()).update(c.themes)
    splits = {c.found[0]: c.found for c in candidates if c.change is Change.SPLIT}
    parts = {key for keys in splits.values() for key in keys[1:]}
    held = []
    for key in sorted(set(found) - parts):
        whole = _joined([found[k] for k in splits.get(key, (key,))], names[key])
        sharers = [t for t in comparison.known if t.id in merges.get(key, ())]
        held += _shared_out(whole, sharers, vectors) if sharers else [whole]
    present = {h.known for h in held}
    absent = [t for t in comparison.known if t.id not in present and (t.alive or t.pinned)]
    held += [TracedTheme(known=t.id, centroid=t.centroid, announced=t.announced) for t in absent]
    return sorted(held, key=lambda h: (h.known is None, h.slot))


def _joined(pieces: Sequence[FoundTheme], known: str | None) -> TracedTheme:
    """One theme from its pieces. A passage in several keeps its best membership."""
    members: dict[str, Membership] = {}
    for m in (m for piece in pieces for m in piece.members):
        before = members.get(m.passage)
        if before is None or (m.main, m.strength) > (before.main, before.strength):
            members[m.passage] = m
    weights = [max(len(main_members(p)), 1) for p in pieces]
    centroid = np.average([p.centroid for p in pieces], axis=0, weights=weights).astype(np.float32)
    return TracedTheme(
        known=known,
        found=tuple(p.key for p in pieces),
        members=tuple(members.values()),
        excerpts=tuple(e for p in pieces for e in p.excerpts),
        centroid=centroid,
    )


def _shared_out(whole: TracedTheme, sharers: Sequence[KnownTheme], vectors: Mapping[str, Vectors]) -> list[TracedTheme]:
    """Give each passage back to the theme that held it, and new ones to the nearest."""
    owner = {p: n for n, t in reversed(list(enumerate(sharers))) for p in t.members}
    heir = next((n for n, t in enumerate(sharers) if t.id == whole.known), 0)
    shares: list[list[Membership]] = [[] for _ in sharers]
    for m in whole.members:
        n = owner.get(m.passage)
        shares[_nearest(vectors.get(m.passage), sharers, heir) if n is None else n].append(m)
    return [
        replace(whole, known=t.id, members=tuple(share), centroid=t.centroid)
        for t, share in zip(sharers, shares, strict=True)
    ]


def _nearest(vector: Vectors | None, themes: Sequence[KnownTheme], default: int) -> int:
    if vector is None or any(t.centroid.shape != vector.shape for t in themes):
        return default
    cosines = [float(vector @ t.centroid) / max(float(np.linalg.norm(t.centroid)), 1e-12) for t in themes]
    return int(np.argmax(cosines))


def _traced(
    held: TracedTheme,
    before: KnownTheme | None,
    bound: Bound,
    ripe: Mapping[str, Change],
    rhythms: Rhythms,
    authors: Mapping[str, str],
) -> TracedTheme:
    """Count people, name the event, keep only the excerpts that are still the theme's own."""
    members = bound.members[held.slot]
    own = {m.passage for m in members}
    people = len({authors[p] for p in own})
    rhythm = rhythms.of({m.passage for m in members if m.main})
    was_quiet = before is not None and before.quiet
    quiet = rhythm.falls or (was_quiet and not rhythm.is_heard)
    event = _event(held, before, people, ripe)
    if before is not None and event in (ThemeEvent.STABLE, ThemeEvent.GROWS):
        event = _by_rhythm(event, rhythm, was_quiet=was_quiet, quiet=quiet)
    unannounced = event in (None, ThemeEvent.STABLE) and before is not None
    return replace(
        held,
        members=members,
        excerpts=tuple(e for e in held.excerpts if e in own),
        participants=people,
        announced=before.announced if before is not None and unannounced else people,
        event=event,
        quiet=quiet,
    )


def _with_own_centroid(theme: TracedTheme, vectors: Mapping[str, Vectors]) -> TracedTheme:
    """A theme takes the centroid of its passages, whatever it was put together from: it holds nothing of others."""
    own = [vectors[m.passage] for m in theme.members if m.main and m.passage in vectors]
    return replace(theme, centroid=centroid_of(np.stack(own))) if own else theme


def _by_rhythm(event: ThemeEvent, rhythm: Rhythm, *, was_quiet: bool, quiet: bool) -> ThemeEvent:
    """Announce once that people leave a theme, and once that they are back; recent months show it before the total."""
    if quiet:
        return ThemeEvent.STABLE if was_quiet else ThemeEvent.FADES
    return ThemeEvent.REAPPEARS if was_quiet and rhythm.is_back else event


def _event(held: TracedTheme, before: KnownTheme | None, people: int, ripe: Mapping[str, Change]) -> ThemeEvent | None:
    if before is None:
        return ThemeEvent.BORN
    if not (held.found or people):
        return ThemeEvent.FADES if before.alive else None
    if not before.alive:
        return ThemeEvent.REAPPEARS
    if before.id in ripe:
        return ThemeEvent.MERGED if ripe[before.id] is Change.MERGE else ThemeEvent.SPLIT
    return growth(before.announced, people)


def remember(
    known: Sequence[KnownTheme], continuity: Continuity, names: Mapping[str, tuple[str, str]]
) -> tuple[KnownTheme, ...]:
    """The known themes to give to the next run.

    Parameters
    ----------
    known : sequence of KnownTheme
        Those given to this run. A theme that was not found keeps its last members and falls asleep.
    continuity : Continuity
        What this run said.
    names : mapping of found key to (id, label)
        For each new theme to keep; the others are left out.

    Raises
    ------
    ValueError
        If a new id is already taken.
    """
    kept = {t.id: replace(t, alive=False) for t in sorted(known, key=lambda t: t.id)}
    for theme in continuity.themes:
        if theme.known is None and theme.found[0] in names:
            new_id, label = names[theme.found[0]]
            if new_id in kept:
                raise ValueError("a new theme needs an id of its own")
            color = next_color(t.color for t in kept.values() if t.alive or t.pinned)
            kept[new_id] = _remembered(KnownTheme(new_id, label, color, frozenset(), theme.centroid, 0), theme)
        elif theme.known is not None and (theme.found or theme.members):
            kept[theme.known] = _remembered(kept[theme.known], theme)
        elif theme.known is not None:
            kept[theme.known] = replace(kept[theme.known], announced=theme.announced)
    return tuple(kept[i] for i in sorted(kept))


def _remembered(known: KnownTheme, theme: TracedTheme) -> KnownTheme:
    members = frozenset(m.passage for m in theme.members if m.main)
    return replace(
        known,
        members=members,
        centroid=theme.centroid,
        announced=theme.announced,
        alive=True,
        quiet=theme.quiet,
    )
