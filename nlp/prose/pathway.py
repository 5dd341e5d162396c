"""The pathway as everyone’s texts tell it together: one sentence for each step, and what changes between them."""

from collections.abc import Sequence

from nlp.counts import SMALLEST_COUNT, counted
from nlp.french import Noun, enumerated
from nlp.prose.drafts import Paragraph, ParagraphKind, Sentence
from nlp.prose.phrasing import Voice
from nlp.prose.sections import HEADINGS, figure
from nlp.prose.shares import feeling
from nlp.prose.types import StepFacts

# Where one is, by the caller’s name of the step.
AT = {
    "orientation": "pendant l’orientation",
    "training": "en formation",
    "immersion": "en immersion",
    "applications": "au temps des candidatures",
    "interviews": "aux entretiens",
    "first_weeks": "pendant les premières semaines",
}
# Means closer to the middle than the first are mixed; past the second, they are plain.
MIDDLE, PLAIN = 0.12, 0.35
APART = 0.15  # two moods closer than this are not ranked
MOST_NAMED = 2  # at each end
SIZEABLE = 3  # a step is told by what one person in so many says of it
SPREADS = {
    1: "assez semblable d’une personne à l’autre",
    2: "variable d’une personne à l’autre",
    3: "très différent d’une personne à l’autre",
}


def along(voice: Voice, steps: Sequence[StepFacts]) -> list[Paragraph]:
    """Tell the steps that enough people wrote at: what changes between them, then each in the pathway’s order."""
    told = tuple(step for step in steps if step.participants >= SMALLEST_COUNT)
    if not told:
        return []
    sentences = (*_between(voice, told), *(_step(voice, step) for step in told))
    return [Paragraph(ParagraphKind.PATHWAY, HEADINGS[ParagraphKind.PATHWAY], sentences, steps=told)]


def mood_in_words(mood: float) -> str:
    """Say a mean of pleasant and unpleasant."""
    if abs(mood) <= MIDDLE:
        return "mêlé"
    degree = "nettement" if abs(mood) >= PLAIN else "plutôt"
    return f"{degree} {'agréable' if mood > 0 else 'désagréable'}"


def _between(voice: Voice, steps: Sequence[StepFacts]) -> list[Sentence]:
    if len(steps) < 2:
        return []
    caution = Sentence(voice.say("step_others", "steps", {}), (figure("step_people"),))
    return [*_contrast(voice, steps), *_agency(voice, steps), caution]


def _contrast(voice: Voice, steps: Sequence[StepFacts]) -> list[Sentence]:
    """Say where it is least and most pleasant, unless half of the steps are."""
    moods = [step.mood for step in steps if step.mood is not None]
    if len(moods) < 2 or max(moods) - min(moods) < APART:
        return []
    hard, soft = ([AT[step.ref] for step in steps if step.mood == end] for end in (min(moods), max(moods)))
    if len(hard) > MOST_NAMED or len(soft) > MOST_NAMED:
        return []
    slots = {"hard": enumerated(hard), "soft": enumerated(soft)}
    return [Sentence(voice.say("step_contrast", "steps", slots), (figure("step_mood"),))]


def _agency(voice: Voice, steps: Sequence[StepFacts]) -> list[Sentence]:
    """Say where more people acted, and where more were carried along."""
    acted = [AT[step.ref] for step in steps if _stands_out(step.acted, step.carried, step)]
    carried = [AT[step.ref] for step in steps if _stands_out(step.carried, step.acted, step)]
    if not acted and not carried:
        return []
    bank = "step_agency" if acted and carried else "step_acted" if acted else "step_carried"
    slots = {"acted": enumerated(acted), "carried": enumerated(carried)}
    return [Sentence(voice.say(bank, "steps", slots), (figure("step_agency"),))]


def _stands_out(people: int, others: int, step: StepFacts) -> bool:
    return people > others and SIZEABLE * people >= step.participants


def _step(voice: Voice, step: StepFacts) -> Sentence:
    """Tell one step: how many wrote, what comes back, how it felt and how alike that was."""
    slots: dict[str, str | Noun] = {
        "at": AT[step.ref],
        "people": counted(step.participants, "personne", feminine=True),
    }
    evidence = [figure("step_people")]
    if step.mood is None:
        return Sentence(voice.say("step_unfelt", step.ref, slots), tuple(evidence))
    slots["felt"] = f"{mood_in_words(step.mood)}, et {SPREADS[step.spread]}"
    names = [feeling(emotion) for emotion, _ in step.emotions[:2]]
    slots |= dict(zip(("first", "second"), names, strict=False))
    evidence += [figure("step_mood")] + ([figure("step_emotions")] if names else [])
    return Sentence(voice.say(("step", "step_one", "step_two")[len(names)], step.ref, slots), tuple(evidence))
