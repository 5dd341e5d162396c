"""The question of a month, and what was written since in answer to that of the month before."""

from collections.abc import Sequence

from nlp.counts import SMALLEST_COUNT, counted
from nlp.french import attach, day_name, month_name, noun_phrase
from nlp.prose.drafts import Evidence, EvidenceKind, Sentence
from nlp.prose.phrasing import Slots, Voice, in_quotes
from nlp.prose.sections import figure, of_themes, side_by_side
from nlp.prose.shares import feeling, leading_emotions
from nlp.prose.theme_part import theme_evidence
from nlp.prose.types import AskedFact, ThemeFacts

NAMED_EMOTIONS = 2


def asked(voice: Voice, fact: AskedFact | None, themes: Sequence[ThemeFacts]) -> list[Sentence]:
    """Recall the question of the last month, and say what came back, or that too few answered to tell."""
    if fact is None:
        return []
    of_month, about = attach("de ", month_name(fact.month)), f"asked/{fact.month:%Y-%m}"
    question = (Evidence(EvidenceKind.QUESTION, f"{fact.month:%Y-%m}"),)
    slots: Slots = {"of_month": of_month, "day": day_name(fact.on), "question": in_quotes(fact.question)}
    sentences = [Sentence(voice.say("asked", about, slots), question)]
    if fact.participants < SMALLEST_COUNT:
        return [*sentences, Sentence(voice.say("asked_too_few", about, {}), (figure("asked"), *question))]
    people = counted(fact.participants, "personne", feminine=True)
    told = Sentence(voice.say("asked_people", about, {"people": people}), (figure("asked"), *question))
    return [*sentences, told, *_felt(voice, fact, about), *_themes(voice, fact, themes, about)]


def _felt(voice: Voice, fact: AskedFact, about: str) -> list[Sentence]:
    emotions = [feeling(emotion) for emotion, _ in leading_emotions(fact)[:NAMED_EMOTIONS]]
    if not emotions:
        return []
    bank = "asked_feelings" if len(emotions) > 1 else "asked_feeling"
    slots: Slots = dict(zip(("first", "second"), emotions, strict=False))
    return [Sentence(voice.say(bank, about, slots), (figure("asked_emotions"),))]


def _themes(voice: Voice, fact: AskedFact, themes: Sequence[ThemeFacts], about: str) -> list[Sentence]:
    """Say which themes of this text answers lead to, besides the one asked about."""
    led = [theme for theme in themes if theme.ref in fact.themes]
    if not led:
        return []
    names = of_themes(side_by_side([theme.label for theme in led]))
    evidence = (figure("asked_themes"), *(Evidence(EvidenceKind.THEME, theme.ref) for theme in led))
    return [Sentence(voice.say("asked_themes", about, {"of_themes": names}), evidence)]


def question(voice: Voice, themes: Sequence[ThemeFacts], seed: str) -> list[Sentence]:
    """Ask one open question about a theme of the month."""
    if not themes:
        return [Sentence(voice.say("question_none", f"question/{seed}", {}), (figure("participants"),))]
    chosen = next((theme for theme in themes if theme.ref == seed), None)
    theme = chosen or themes[voice.draw(f"question/{seed}", len(themes))]
    emotions = leading_emotions(theme)
    bank = "question_open"
    if emotions:
        bank = "question_good" if emotions[0][0].valence > 0 else "question_hard"
    text = voice.say_one_of((bank, "question_open"), f"question/{seed}", {"theme": noun_phrase(theme.label)})
    return [Sentence(text, theme_evidence(theme, *(("emotions",) if emotions else ())))]
