"""Whether a theme grows, fades, or is left by those who spoke of it."""

import pytest

from nlp.themes.continuity import (
    Continuity,
    KnownTheme,
    Past,
    continue_themes,
    remember,
)
from nlp.themes.growth import growth
from nlp.types import ThemeEvent
from tests.unit.nlp.themes.runs import event, found, known, run, texts


class TestLeaving:
    """On a corpus nothing is taken back from, a theme people no longer write about keeps all of its people."""

    OLD, LATE = texts("p", 30), texts("q", 80)
    BEFORE = {p: 61 + n for n, p in enumerate(OLD)} | {p: 61 + n for n, p in enumerate(texts("q", 40))}
    SILENT = BEFORE | {p: n - 40 for n, p in enumerate(LATE) if n >= 40}

    def read(self, themes, ages, late: list[str] | None = None) -> Continuity:
        return run(themes, found("t01", self.OLD + (late or [])), found("t02", self.LATE, 1), ages=ages)

    def test_it_fades_once_and_is_remembered_as_quiet(self) -> None:
        themes = (known("a", self.OLD), known("b", texts("q", 40), 1))
        assert event(self.read(themes, None), "a") is ThemeEvent.STABLE, "its total says nothing"
        first = self.read(themes, self.SILENT)
        assert event(first, "a") is ThemeEvent.FADES
        assert event(first, "b") is ThemeEvent.GROWS

        themes = remember(themes, first, {})
        assert [t.quiet for t in themes] == [True, False]
        again = self.read(themes, self.SILENT)
        assert event(again, "a") is ThemeEvent.STABLE
        assert [t.quiet for t in remember(themes, again, {})] == [True, False]

    def test_it_stays_quiet_while_fewer_than_five_write_and_reappears_once_they_are_more(self) -> None:
        themes = (known("a", self.OLD, quiet=True), known("b", self.LATE, 1))
        long_ago = dict.fromkeys(self.OLD, 200) | {p: n for n, p in enumerate(self.LATE)}
        few, enough = texts("r", 4), texts("r", 5)
        assert event(self.read(themes, long_ago | dict.fromkeys(few, 1), few), "a") is ThemeEvent.STABLE
        back = self.read(themes, long_ago | dict.fromkeys(enough, 1), enough)
        assert event(back, "a") is ThemeEvent.REAPPEARS
        assert not remember(themes, back, {})[0].quiet


class TestGrowth:
    @pytest.mark.parametrize(
        ("before", "now", "said"),
        [
            (10, 14, ThemeEvent.STABLE),  # 40 % but four people
            (10, 15, ThemeEvent.GROWS),
            (100, 119, ThemeEvent.STABLE),  # nineteen people but 19 %
            (100, 120, ThemeEvent.GROWS),
            (100, 80, ThemeEvent.FADES),
            (10, 6, ThemeEvent.STABLE),
        ],
    )
    def test_growing_takes_five_people_and_a_fifth(self, before: int, now: int, said: ThemeEvent) -> None:
        assert growth(before, now) is said

    def test_slow_growth_is_told_once_it_adds_up(self) -> None:
        themes: tuple[KnownTheme, ...] = (known("a", texts("p", 20)),)
        said = []
        for size in (22, 24, 26, 28):
            result = run(themes, found("t01", texts("p", size)))
            said.append(event(result, "a"))
            themes = remember(themes, result, {})
        assert said == [ThemeEvent.STABLE, ThemeEvent.STABLE, ThemeEvent.GROWS, ThemeEvent.STABLE]

    def test_people_are_counted_and_not_passages(self) -> None:
        result = continue_themes(
            Past([]), [found("t01", texts("p", 20))], authors=dict.fromkeys(texts("p", 20), "one"), vectors={}
        )
        assert result.themes[0].participants == 1
