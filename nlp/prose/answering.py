"""What the Lab answers: done, under way, promised, impossible, or nothing yet."""

from collections.abc import Mapping, Sequence
from datetime import date

from nlp.french import Noun, capital, day_name, enumerated, noun_phrase, soften
from nlp.prose.drafts import Evidence, EvidenceKind, Sentence
from nlp.prose.phrasing import Voice, closed, in_quotes
from nlp.prose.sections import figure, side_by_side
from nlp.prose.types import AnswerFact, AnswerKind, ThemeFacts

FAR_DUE = 300  # days after which a due date says its year


def answers(
    voice: Voice, facts: Sequence[AnswerFact], themes: Sequence[ThemeFacts], today: date, silence: str = "no_answer"
) -> list[Sentence]:
    """Say, theme by theme, what the Lab has done, does, will do and cannot do; of the others, that what was said holds.

    When it has not answered, say that, from the bank ``silence``.
    """
    told = [fact for fact in facts if fact.text.strip()]
    if not told:
        evidence = (figure("answers"), *(Evidence(EvidenceKind.THEME, theme.ref) for theme in themes))
        return [Sentence(voice.say(silence, "answers", {}), evidence)] if themes else []
    order = list(AnswerKind)
    labels = {theme.ref: theme.label for theme in themes}
    places = {theme.ref: place for place, theme in enumerate(themes)}
    told.sort(
        key=lambda each: (
            places.get(each.theme_ref, len(places)),
            each.label,
            not each.done,
            order.index(each.kind),
            each.text,
            each.ref,
        )
    )
    known = [fact for fact in told if fact.told and not fact.done and not _is_late(fact, today)]
    fresh = [fact for fact in told if fact not in known]
    sentences = [_answer(voice, fact, labels.get(fact.theme_ref, fact.label), today) for fact in fresh]
    # Right after something new on a theme, to say that nothing changes there would be read as taking it back.
    moved = {fact.theme_ref for fact in fresh}
    return [*sentences, *_unchanged(voice, [fact for fact in known if fact.theme_ref not in moved], labels)]


def _answer(voice: Voice, fact: AnswerFact, label: str, today: date) -> Sentence:
    name = noun_phrase(label) if label else Noun("ce que vous racontez")
    bank, text = fact.kind.value, fact.text.strip()
    slots: dict[str, str | Noun] = {"theme": name, "text": decided(text)}
    evidence = (Evidence(EvidenceKind.ANSWER, fact.ref), Evidence(EvidenceKind.THEME, fact.theme_ref))
    if fact.done:
        return Sentence(voice.say("done", fact.text, slots | {"quote": in_quotes(text)}), evidence)
    if fact.kind is AnswerKind.WILL_DO and fact.due:
        bank = "overdue" if _is_late(fact, today) else "will_do_due"
        slots["due"] = day_name(fact.due, year=abs((fact.due - today).days) > FAR_DUE)
    if fact.kind is AnswerKind.CANNOT and text.lower().startswith("nous ne pouvons pas"):
        bank = "cannot_said"
        slots["said"] = closed(capital(text))
    if fact.kind is AnswerKind.CANNOT and fact.reason.strip():
        bank = "cannot_because"
        slots |= {"text": decided(text).rstrip("."), "reason": closed(_reason(fact.reason))}
    return Sentence(voice.say(bank, fact.text, slots), evidence)


def _is_late(fact: AnswerFact, today: date) -> bool:
    return fact.kind is AnswerKind.WILL_DO and not fact.done and fact.due is not None and fact.due < today


def _unchanged(voice: Voice, facts: Sequence[AnswerFact], labels: Mapping[str, str]) -> list[Sentence]:
    """Say in one sentence that what was answered before still holds."""
    if not facts:
        return []
    refs = dict.fromkeys(fact.theme_ref for fact in facts)
    names = {fact.theme_ref: labels.get(fact.theme_ref, fact.label) for fact in facts}
    named = side_by_side([names[ref] for ref in refs if names[ref]]) or ["ce que vous racontez"]
    evidence = (
        *(Evidence(EvidenceKind.ANSWER, fact.ref) for fact in facts),
        *(Evidence(EvidenceKind.THEME, ref) for ref in refs),
    )
    return [Sentence(voice.say("unchanged", "answers", {"themes": enumerated(named)}), evidence)]


def decided(text: str) -> str:
    """Put a decision after its colon: softened when its first word allows it, quoted when it may be a name."""
    softened = soften(text)
    return closed(softened) if softened[:1].islower() else in_quotes(text)


def _reason(text: str) -> str:
    """Take the reason alone, whether or not it was typed with its « parce que »."""
    reason = text.strip()
    for start in ("parce que ", "parce qu’", "parce qu'", "car "):
        if reason.lower().startswith(start):
            return reason[len(start) :]
    return soften(reason)
