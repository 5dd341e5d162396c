"""The parts of a text other than its themes: opening, movements, tension, rare voices, ledger."""

from collections.abc import Sequence
from datetime import date

from nlp.counts import SMALLEST_COUNT, counted, roughly
from nlp.french import Noun, attach, called, coordinated, day_name, enumerated, mention, month_name, noun_phrase, quoted
from nlp.prose.drafts import Evidence, EvidenceKind, Paragraph, ParagraphKind, Sentence
from nlp.prose.phrasing import Slots, Voice, in_quotes
from nlp.prose.shares import feeling
from nlp.prose.theme_part import GROWING, REORGANISED, SMALLEST_COMPARED, ThemePart, is_growing, theme_evidence
from nlp.prose.types import LedgerFacts, MinorityFact, TensionFact, ThemeFacts, TurningPointFact, UntoldFact
from nlp.types import ThemeEvent

NAMED_IN_OPENING = 4
HEADINGS = {
    ParagraphKind.GROWS: "Ce qui grandit",
    ParagraphKind.PATHWAY: "Le long du parcours",
    ParagraphKind.FADES: "Ce dont on parle peu ce mois-ci",
    ParagraphKind.TURNING_POINT: "Un tournant",
    ParagraphKind.TENSION: "Une tension",
    ParagraphKind.MINORITY: "Une voix plus rare",
    ParagraphKind.ANSWERS: "Ce que le Lab répond",
    ParagraphKind.CHANGES: "Ce que vos contributions ont changé",
    ParagraphKind.EXPERIMENTS: "Ce que le Lab essaie",
    ParagraphKind.ASKED: "Ce que vous avez répondu",
    ParagraphKind.QUESTION: "La question du mois prochain",
    ParagraphKind.LEDGER: "Comment ce récit est fait",
}
BESIDE_AND = 2  # the names around a list's own « et »


def figure(name: str) -> Evidence:
    return Evidence(EvidenceKind.FIGURE, name)


def opening(
    voice: Voice, bank: str, when: str, participants: int, entries: int, themes: Sequence[ThemeFacts]
) -> list[Sentence]:
    """Open on the people, then on what their words have in common."""
    slots: dict[str, str | Noun] = {
        "month": when,
        "since": when,
        "people": counted(participants, "personne", feminine=True),
        "entries": counted(max(entries, participants), "texte"),
    }
    sentences = [Sentence(voice.say(bank, "opening", slots), (figure("participants"), figure("entries")))]
    if not themes:
        return [*sentences, Sentence(voice.say("opening_no_theme", "opening", {}), (figure("participants"),))]
    named = themes[:NAMED_IN_OPENING] if len(themes) <= NAMED_IN_OPENING else themes[: NAMED_IN_OPENING - 1]
    names = side_by_side([theme.label for theme in named])
    evidence = tuple(Evidence(EvidenceKind.THEME, theme.ref) for theme in named)
    if len(names) == 1:
        return [*sentences, Sentence(voice.say("opening_one_theme", "opening", {"theme": _named(names[0])}), evidence)]
    others = [] if len(named) == len(themes) else ["d’autres encore"]
    slots = {"themes": enumerated([*names, *others]), "of_themes": of_themes(names, others)}
    text = voice.say("opening_themes", "opening", slots)
    return [*sentences, Sentence(text, evidence)]


def of_themes(names: Sequence[str], others: Sequence[str] = ()) -> str:
    """« de la garde des enfants et du thème « Attendre » »; titles alone are announced once."""
    if len([*names, *others]) > 1 and all(_named(name).is_title for name in names):
        return f"des thèmes {enumerated([*names, *others])}"
    return enumerated([*(attach("de ", called(_named(name))) for name in names), *others])


def _named(name: str) -> Noun:
    """One name of a list, as a sentence takes it."""
    return Noun(name, is_title=name.startswith("«"))


def side_by_side(labels: Sequence[str]) -> list[str]:
    """Name themes in one list. One that holds an « et » of its own is quoted where the list has its own."""
    names = [noun_phrase(label) for label in labels]
    return [
        quoted(label) if coordinated(str(name)) and len(labels) - place <= BESIDE_AND else str(name)
        for place, (label, name) in enumerate(zip(labels, names, strict=True))
    ]


def shape(voice: Voice, themes: Sequence[ThemeFacts], leaving: Sequence[ThemeFacts | UntoldFact]) -> Sentence | None:
    """Say in one sentence what arrives and what leaves."""
    if not themes or all(theme.months <= 1 for theme in themes):  # a first month has nothing to be compared with
        return None
    events = {theme.event for theme in themes if is_growing(theme) or theme.event not in GROWING}
    if events & REORGANISED:
        return None
    if ThemeEvent.BORN in events:
        bank = "shape_arrivals_and_departures" if leaving else "shape_arrivals"
    elif events & GROWING:
        bank = "shape_growth"
    else:
        bank = "shape_departures" if leaving else "shape_quiet"
    refs = dict.fromkeys(theme.ref for theme in (*themes, *leaving))
    evidence = tuple(Evidence(EvidenceKind.THEME, ref) for ref in refs)
    return Sentence(voice.say(bank, "shape", {}), evidence)


def grows_heading(themes: Sequence[ThemeFacts]) -> str:
    moving = {theme.event for theme in themes if is_growing(theme)}
    return "Ce qui apparaît" if moving == {ThemeEvent.BORN} else HEADINGS[ParagraphKind.GROWS]


def grows(voice: Voice, themes: Sequence[ThemeFacts]) -> list[Sentence]:
    return [ThemePart(voice, theme).trend() for theme in themes if is_growing(theme)]


def fades(voice: Voice, month: date, themes: Sequence[ThemeFacts]) -> list[Sentence]:
    """Say what is heard less, with figures only when both are publishable and agree."""
    sentences = []
    for theme in themes:
        slots: dict[str, str | Noun] = {"theme": noun_phrase(theme.label), "month": month_name(month)}
        bank, figures = "fades", ["participants"]
        if theme.previous and SMALLEST_COMPARED <= theme.participants < theme.previous:
            bank, figures = "fades_figures", ["participants", "previous"]
            people = counted(theme.participants, "personne", feminine=True)
            slots |= {"before": roughly(theme.previous), "count": roughly(theme.participants), "people": people}
        sentences.append(Sentence(voice.say(bank, theme.label, slots), theme_evidence(theme, *figures)))
    return sentences


def untold(voice: Voice, themes: Sequence[UntoldFact]) -> list[Sentence]:
    """Say of which themes too few people speak now: no count, nothing of who still does, or whether anyone does."""
    if not themes:
        return []
    labels = [theme.label for theme in themes]
    text = voice.say("untold", "/".join(labels), {"themes": enumerated(side_by_side(labels))})
    return [Sentence(text, tuple(Evidence(EvidenceKind.THEME, theme.ref) for theme in themes))]


def turning_point(voice: Voice, fact: TurningPointFact | None, themes: Sequence[ThemeFacts]) -> list[Sentence]:
    theme = next((each for each in themes if fact and each.ref == fact.theme_ref), None)
    if fact is None or theme is None:
        return []
    slots: dict[str, str | Noun] = {"theme": noun_phrase(theme.label)}
    sentences = []
    if fact.emotion_before and fact.emotion_after and fact.emotion_before is not fact.emotion_after:
        slots |= {"before": feeling(fact.emotion_before), "after": feeling(fact.emotion_after)}
        text = voice.say("turning_emotion", theme.label, slots)
        sentences.append(Sentence(text, theme_evidence(theme, "emotions")))
    if fact.agency_before and fact.agency_after and fact.agency_before != fact.agency_after:
        bank = "turning_agency_up" if fact.agency_after > fact.agency_before else "turning_agency_down"
        sentences.append(Sentence(voice.say(bank, theme.label, slots), theme_evidence(theme, "agency")))
    return sentences


def tension(voice: Voice, fact: TensionFact | None, themes: Sequence[ThemeFacts]) -> list[Sentence]:
    by_ref = {theme.ref: theme for theme in themes}
    if fact is None or not {fact.first_ref, fact.second_ref} <= by_ref.keys():
        return []
    first, second = by_ref[fact.first_ref], by_ref[fact.second_ref]
    names = side_by_side([first.label, second.label])
    slots: dict[str, str | Noun] = {"first": _named(names[0]), "second": _named(names[1])}
    if fact.word:
        bank, shown = "tension_word", ("helped", "hindered")
        slots["word"] = mention(fact.word)
    elif fact.first_emotion and fact.second_emotion:
        bank, shown = "tension_emotion", ("emotions", "emotions")
        slots |= {"joy": feeling(fact.first_emotion), "sorrow": feeling(fact.second_emotion)}
    else:
        return []
    evidence = (*theme_evidence(first, shown[0]), *theme_evidence(second, shown[1]))
    about = f"{first.label}/{second.label}"
    return [
        Sentence(voice.say(bank, about, slots), evidence),
        Sentence(voice.say("tension_after", about, {}), evidence),
    ]


def minority(voice: Voice, fact: MinorityFact | None) -> list[Sentence]:
    """Give a rare voice its place: no count, no step, no theme."""
    if fact is None:
        return []
    about = fact.quote.text if fact.quote else str(fact.emotion or "")
    evidence: tuple[Evidence, ...] = (Evidence(EvidenceKind.DECISION, fact.ref),)
    if fact.quote and fact.quote.text.strip():
        evidence = (Evidence(EvidenceKind.PASSAGE, fact.quote.ref), *evidence)
        text = voice.say("minority_quote", about, {"quote": in_quotes(fact.quote.text)})
    elif fact.emotion:
        text = voice.say("minority_feeling", about, {"emotion": feeling(fact.emotion)})
    else:
        text = voice.say("minority_plain", about, {})
    return [Sentence(text, evidence), Sentence(voice.say("minority_after", about, {}), evidence)]


def ledger(
    voice: Voice, facts: LedgerFacts | None, when: str, counted_on: date | None, themes: Sequence[ThemeFacts]
) -> list[Sentence]:
    """Say what became of the texts of the opening's days, until when they are counted, and that size is not support."""
    sentences, rests_on = [], (figure("ledger"),)
    if facts is not None and facts.shared >= SMALLEST_COUNT:
        some = _some(facts.elsewhere) if facts.elsewhere >= SMALLEST_COUNT else ""
        slots: Slots = {"entries": counted(facts.shared, "texte"), "when": when, "elsewhere": some}
        bank = "ledger_elsewhere" if some else "ledger_shared"
        sentences.append(Sentence(voice.say(bank, "ledger", slots), rests_on))
        kept = enumerated(_kept_back(facts))
        if kept:
            sentences.append(Sentence(voice.say("ledger_kept", "ledger", {"kept": kept}), rests_on))
        if counted_on:
            sentences.append(
                Sentence(voice.say("ledger_day", "ledger", {"day": day_name(counted_on, year=True)}), rests_on)
            )
    if themes:
        evidence = tuple(figure(f"{theme.ref}/participants") for theme in themes)
        sentences.append(Sentence(voice.say("size_is_not_support", "ledger", {}), evidence))
    return sentences


def _kept_back(facts: LedgerFacts) -> list[str]:
    lines = ((facts.private, "restent privés"), (facts.not_masked, "attendent d’être masqués"))
    return [f"{_some(count)} {what}" for count, what in lines if count >= SMALLEST_COUNT]


def _some(count: int) -> str:
    return "quelques-uns" if count == SMALLEST_COUNT else roughly(count)


def section(kind: ParagraphKind, sentences: Sequence[Sentence], heading: str = "") -> list[Paragraph]:
    """Make a paragraph under the usual heading of its kind, or another; nothing when nothing is to be said."""
    return [Paragraph(kind, heading or HEADINGS[kind], tuple(sentences))] if sentences else []
