"""The arc of everyone's pathway: every step has its row, and its place in the picture."""

from typing import Any

from journal.narrative.pages import arc
from journal.pathways.models import StepKind


def step(ref: str, mood: float | None, **values: Any) -> dict[str, Any]:
    blank = {"emotions": [], "acted": 0, "carried": 0, "agency_spread": 0, "spread": 2 if mood is not None else 0}
    return {"ref": ref, "participants": 20, "mood": mood} | blank | values


def part(*steps: dict[str, Any], lead: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    said = [*lead, *(f"De {each['ref']}." for each in steps)]
    return [
        {"kind": "opening", "sentences": []},
        {"kind": "pathway", "sentences": [{"text": text} for text in said], "steps": list(steps)},
    ]


def test_a_recit_that_tells_no_step_has_no_arc() -> None:
    assert arc.along(part()[:1]) is None


def test_every_step_has_a_row_and_its_own_sentence() -> None:
    told = arc.along(part(step("training", 0.2), step("interviews", -0.2), lead=("D’abord.",)))

    assert told is not None
    assert told.lead == ("D’abord.",)
    assert [row.kind for row in told.rows] == list(StepKind)
    assert {row.kind: row.sentence for row in told.rows if row.people} == {
        StepKind.TRAINING: "De training.",
        StepKind.INTERVIEWS: "De interviews.",
    }


def test_steps_that_lost_a_sentence_are_given_no_other_steps_words() -> None:
    parts = part(step("training", 0.2), step("interviews", -0.2))
    del parts[1]["sentences"][0]

    told = arc.along(parts)

    assert told is not None
    assert {row.kind: row.sentence for row in told.rows if row.people} == {
        StepKind.TRAINING: "",
        StepKind.INTERVIEWS: "",
    }


def test_acting_is_said_with_its_spread_and_without_what_too_few_did() -> None:
    told = arc.along(
        part(
            step("training", 0, acted=10, agency_spread=1), step("interviews", 0, agency_spread=3), step("immersion", 0)
        )
    )

    assert told is not None
    said = {row.kind: row.agency for row in told.rows}
    assert said[StepKind.TRAINING] == "au moins 10 ont plutôt agi\u00a0; les réponses se ressemblent"
    assert said[StepKind.INTERVIEWS].startswith("ni l’un ni l’autre")
    assert said[StepKind.IMMERSION] == ""


def test_the_line_stops_where_too_few_wrote_and_stays_inside_the_picture() -> None:
    told = arc.along(
        part(step("orientation", -1.0), step("training", 1.0), step("applications", None), step("first_weeks", 0))
    )
    assert told is not None

    drawing = arc.draw(told.rows)

    (line,) = drawing.lines
    assert len(line) == 2, "over the immersion nothing is drawn"
    assert line[0][0] < drawing.middle < line[1][0]
    for mark in drawing.marks:
        if mark.x is not None:
            assert drawing.left <= mark.x - mark.reach
            assert mark.x + mark.reach <= drawing.right
        assert mark.count_y < drawing.height
    assert [mark.x is not None for mark in drawing.marks] == [True, True, False, False, False, True]
