"""One simulated year of continuity, played run after run and judged against what is known to be true."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from benchmarks.growing_corpus import AT_LEAST, BORN, DYING, MERGE, MONTHS, Clustering, Text, merged_vectors, truth
from benchmarks.tally import Tally
from nlp.themes.continuity import Continuity, Past, continue_themes, remember
from nlp.themes.matching import ContinuitySettings, KnownTheme
from nlp.themes.proposals import Candidate, Pending, adopt
from nlp.types import Change, FoundTheme, Membership, Solidity, ThemeEvent, Vectors, Zone

DAYS = 30  # in a month


def as_found(texts: Sequence[Text], vectors: Vectors, labels: np.ndarray) -> tuple[list[FoundTheme], set[str]]:
    """Found themes, in the shape the pipeline gives; under five people a cluster is left unclassified."""
    found, left = [], set()
    for label in sorted(set(labels.tolist())):
        rows = np.flatnonzero(labels == label).tolist()
        people = len({texts[r].author for r in rows})
        if people < AT_LEAST:
            left |= {texts[r].key for r in rows}
            continue
        members = tuple(Membership(texts[r].key, 1.0, Zone.CORE) for r in rows)
        centroid = vectors[rows].mean(axis=0).astype(np.float32)
        key = f"t{label:02}"
        found.append(FoundTheme(key, key, (), (), members, (), people, centroid, Solidity.SOLID, 1.0))
    return found, left


def carriers(groups: dict[str, list[str]], truths: dict[str, str]) -> dict[str, str]:
    """For each true theme, the group that holds at least half of it."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for name, members in groups.items():
        for passage in members:
            held[truths[passage]][name] += 1
    sizes = Counter(truths.values())
    best = {t: min(c.items(), key=lambda x: (-x[1], x[0])) for t, c in held.items()}
    return {t: name for t, (name, n) in best.items() if n >= sizes[t] / 2}


class Year:
    """One simulated year, a human adopting what is true and refusing what is not."""

    def __init__(self, texts: list[Text], clustering: Clustering, seed: int, runs: int, patience: int) -> None:
        self.texts, self.clustering, self.runs = texts, clustering, runs
        self.rng = np.random.default_rng(seed)
        by_theme = sorted({t.theme for t in texts})
        self.centres = [np.mean([t.vector for t in texts if t.theme == n], axis=0) for n in by_theme]
        self.settings = ContinuitySettings(patience=patience)
        self.known: tuple[KnownTheme, ...] = ()
        self.pending: tuple[Pending, ...] = ()
        self.refused: list[Candidate] = []
        self.before: dict[str, str] = {}
        self.greedy_before: dict[str, str] = {}
        self.greedy_known: dict[str, Vectors] = {}
        self.seen: set[str] = set()
        self.expected: set[str] = set()
        self.apart: set[str] = set()
        self.told_apart: set[str] = set()
        self.carried: dict[int, str | None] = {}
        self.own: dict[str, str] = {}
        self.since: dict[str, int] = {}
        self.greedy_expected: set[str] = set()
        self.tally = Tally()

    def play(self) -> Tally:
        self.tally.expected.update({"birth": len(BORN), "merge": 1})
        for run in range(MONTHS * self.runs):
            self.one_run(run, (run + 1) / self.runs)
        return self.tally

    def one_run(self, run: int, month: float) -> None:
        texts = [t for t in self.texts if t.arrives < month <= t.leaves]
        truths = {t.key: truth(t.theme, month) for t in texts}
        vectors = merged_vectors(texts, month, self.centres)
        former = {p: n for n, theme in enumerate(self.known) if theme.alive for p in theme.members}
        numbers = np.array([former.get(t.key, -1) for t in texts])
        labels = self.clustering(vectors, [truths[t.key] for t in texts], numbers, self.rng)
        found, left = as_found(texts, vectors, labels)
        result = continue_themes(
            Past(self.known, pending=self.pending, refused=self.refused), found,
            authors={t.key: t.author for t in texts},
            vectors={t.key: v for t, v in zip(texts, vectors, strict=True)},
            ages={t.key: int((month - t.arrives) * DAYS) for t in texts},
            unclassified=left, settings=self.settings,
        )  # fmt: skip
        names = {t.found[0]: (f"r{run:03}-{t.found[0]}", "") for t in result.themes if t.known is None}
        groups = {t.known or names[t.found[0]][0]: [m.passage for m in t.members] for t in result.themes}
        people: dict[str, set[str]] = defaultdict(set)
        for t in texts:
            people[truths[t.key]].add(t.author)
        expected = {t for t, who in people.items() if len(who) >= 2 * AT_LEAST and not self.is_dying(t, month)}
        now = carriers(groups, truths)
        raw = carriers({f.key: [m.passage for m in f.members] for f in found}, truths)
        self.judge_identity(now, raw, expected)
        self.judge_greedy(found, truths, expected, run)
        self.judge_births(now, run)
        self.judge_deaths(result, now, groups, truths, run, month)
        self.judge_passages(former, groups)
        self.known, self.pending = remember(self.known, result, names), result.pending
        self.decide(result, groups, truths, run)
        self.before = {t: now[t] for t in now if t in expected}

    @staticmethod
    def is_dying(name: str, month: float) -> bool:
        return "+" not in name and month > DYING.get(int(name), np.inf)

    def judge_passages(self, former: dict[str, int], groups: dict[str, list[str]]) -> None:
        """Passages in a theme in both runs: how many are still in the same one."""
        now = {p: name for name, members in groups.items() for p in members}
        both = former.keys() & now.keys()
        self.tally.passages += len(both)
        self.tally.passages_kept += sum(self.known[former[p]].id == now[p] for p in both)

    def judge_identity(self, now: dict[str, str], raw: dict[str, str], expected: set[str]) -> None:
        times = Counter(raw.values())
        apart = {t for t in expected if t in raw and times[raw[t]] == 1}
        for theme in expected & self.expected:
            same = theme in now and now[theme] == self.before.get(theme)
            self.tally.never += theme not in now and theme not in self.before
            seen = theme in apart & self.apart and theme in self.before  # an identity is kept only once given
            self.tally.lasting += 1
            self.tally.kept += same
            self.tally.seen += seen
            self.tally.seen_kept += seen and same
        shared = Counter(now[t] for t in expected if t in now)
        own = {t: now[t] for t in expected if t in now and shared[now[t]] == 1}
        self.tally.alone += sum(t in own and own[t] == self.own.get(t) for t in expected & self.expected)
        together = Counter(now[t] for t in expected & self.told_apart if t in now)
        self.tally.opportunities += len(expected)
        self.tally.confused += sum(n for n in together.values() if n > 1)
        self.told_apart |= own.keys()
        self.own = own
        self.expected, self.apart = expected, apart

    def judge_greedy(self, found: list[FoundTheme], truths: dict[str, str], expected: set[str], run: int) -> None:
        """What matching each cluster to the nearest centroid of the last run would do (cosine 0.7 or new)."""
        names: dict[str, str] = {}
        centroids: dict[str, Vectors] = {}
        for theme in found:
            cosines = {i: cosine(theme.centroid, c) for i, c in self.greedy_known.items()}
            best = max(sorted(cosines), key=cosines.__getitem__, default="")
            names[theme.key] = best if best and cosines[best] >= 0.7 else f"r{run}-{theme.key}"
            centroids.setdefault(names[theme.key], theme.centroid)
        groups: dict[str, list[str]] = defaultdict(list)
        for theme in found:
            groups[names[theme.key]] += [m.passage for m in theme.members]
        now = carriers(groups, truths)
        distinct = Counter(now.values())
        going_on = expected & self.greedy_expected if self.greedy_before else set()
        self.tally.greedy_continued += len(going_on)
        self.tally.greedy_kept += sum(
            now.get(t) is not None and now.get(t) == self.greedy_before.get(t) and distinct[now[t]] == 1
            for t in going_on
        )
        self.greedy_known, self.greedy_before, self.greedy_expected = centroids, now, expected

    def judge_births(self, now: dict[str, str], run: int) -> None:
        for theme, born in BORN.items():
            if str(theme) in now and f"birth{theme}" not in self.seen:
                self.seen.add(f"birth{theme}")
                self.tally.delays["birth"].append(run + 1 - born * self.runs)

    def judge_deaths(
        self, result: Continuity, now: dict[str, str], groups: dict[str, list[str]], truths: dict[str, str], run: int,
        month: float,
    ) -> None:  # fmt: skip
        """A death is seen when the theme that held what died is said to fade; said of one that lasts, it is false."""
        fading = {t.known for t in result.themes if t.event is ThemeEvent.FADES and t.known is not None}
        dying = {self.carried.get(theme) for theme, dies in DYING.items() if month > dies}
        for theme, dies in DYING.items():
            if month <= dies:
                self.carried[theme] = now.get(str(theme))
                continue
            if f"dies{theme}" not in self.seen:
                self.seen.add(f"dies{theme}")
                self.tally.died += 1
                self.tally.expected["death"] += self.carried.get(theme) is not None
            if self.carried.get(theme) in fading and f"death{theme}" not in self.seen:
                self.seen.add(f"death{theme}")
                self.tally.delays["death"].append(run + 1 - dies * self.runs)
        about = {i: Counter(truths[p] for p in groups[i]).most_common(1)[0][0] for i in fading if groups.get(i)}
        for name in groups:
            self.since.setdefault(name, run)
        lasting = {i for i in groups if run - self.since[i] >= self.settings.patience}
        wrong = (fading - dying) & lasting
        self.tally.false_fades += sum(not self.is_dying(about.get(i, "+"), month) for i in wrong)
        self.tally.followed += len(lasting)

    def decide(self, result: Continuity, groups: dict[str, list[str]], truths: dict[str, str], run: int) -> None:
        main = {i: Counter(truths[p] for p in ms).most_common(1)[0][0] for i, ms in groups.items() if ms}
        for p in result.pending:
            self.count(p, p in result.proposals, main, truths)
        for p in result.proposals:
            if p.candidate.change is Change.MERGE and len({main.get(i) for i in p.candidate.themes}) == 1:
                if set(p.candidate.themes) <= {t.id for t in self.known if not t.retired}:
                    self.known = adopt(self.known, p.candidate)
                if "+" in str(main.get(p.candidate.themes[0])) and "merge" not in self.seen:
                    self.seen.add("merge")
                    self.tally.delays["merge"].append(run + 1 - MERGE[2] * self.runs)
            elif p.candidate.change is Change.SPLIT and self.is_true_split(p.candidate, truths):
                ids = [f"s{run:03}-{p.candidate.themes[0]}-{n}" for n in range(len(p.candidate.parts) - 1)]
                self.known = adopt(self.known, p.candidate, ids)
            else:
                self.refused.append(p.candidate)

    @staticmethod
    def is_true_split(candidate: Candidate, truths: dict[str, str]) -> bool:
        mains = [Counter(truths[p] for p in part).most_common(1)[0][0] for part in candidate.parts]
        return len(set(mains)) == len(mains)

    def count(self, p: Pending, ripe: bool, main: dict[str, str], truths: dict[str, str]) -> None:
        if p.candidate.change is Change.SPLIT:
            self.tally.false_splits += ripe and not self.is_true_split(p.candidate, truths)
            return
        mains = {main.get(i, "") for i in p.candidate.themes}
        if len(mains) == 2:
            self.tally.raw_merges += 2
            self.tally.false_merges += 2 * ripe


def cosine(a: Vectors, b: Vectors) -> float:
    return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-12))
