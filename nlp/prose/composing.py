"""French prose without a model, from facts to text: the récit du mois and the living récit.

Every sentence comes from a bank written by hand, is chosen by a stable hash, and carries what it rests on. A missing
fact is a missing sentence. The same facts give the same text.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from nlp.counts import SMALLEST_COUNT
from nlp.french import attach, month_name, typeset
from nlp.prose import answering, asking, changing, experimenting, pathway, sections
from nlp.prose.drafts import Draft, Paragraph, ParagraphKind, Sentence
from nlp.prose.phrasing import Voice
from nlp.prose.sections import section
from nlp.prose.theme_part import BRIEF, FULL, ThemePart, is_fading, is_growing
from nlp.prose.types import DigestFacts, NarrativeFacts, ThemeFacts, UntoldFact

NARRATIVE = (
    ("lived", "definition", "steps", "emotions", "quote", "hinders", "helps", "quote_again", "agency"),
    ("lived", "definition", "emotions", "agency", "quote", "quote_again", "helps", "hinders"),
    ("lived", "definition", "quote", "emotions", "both", "quote_again", "steps"),
)


def compose_digest(facts: DigestFacts) -> Draft:
    """Draft the récit of a month.

    Parameters
    ----------
    facts
        What may be published of the month. Themes under five participants are left out, and with fewer than five
        participants in all nothing is told but that.

    Returns
    -------
    Draft
        The same for the same facts, whatever the order of the themes' emotions.
    """
    month = f"{facts.month:%Y-%m}"
    voice = Voice(month, facts.previous_sentences)
    title = typeset(f"Le récit {attach('de ', month_name(facts.month))} {facts.month.year} – {facts.lab_name}")
    if facts.participants < SMALLEST_COUNT:
        return Draft(title, (_too_few(voice, facts),))
    themes = _publishable(facts.themes)
    fading = (*(theme for theme in themes if is_fading(theme)), *facts.fading)
    # The voice remembers what it said: each part is written once those before it are.
    parts = [
        _digest_opening(voice, facts, themes, (*fading, *facts.untold)),
        *section(ParagraphKind.GROWS, sections.grows(voice, themes), sections.grows_heading(themes)),
        *_theme_parts(voice, themes),
    ]
    fades = [*sections.fades(voice, facts.month, fading), *sections.untold(voice, facts.untold)]
    parts += section(ParagraphKind.FADES, fades)
    parts += section(ParagraphKind.TURNING_POINT, sections.turning_point(voice, facts.turning_point, themes))
    parts += section(ParagraphKind.TENSION, sections.tension(voice, facts.tension, themes))
    parts += section(ParagraphKind.MINORITY, sections.minority(voice, facts.minority))
    told = answering.answers(voice, facts.answers, (*themes, *facts.fading), _month_end(facts.month))
    parts += section(ParagraphKind.ANSWERS, told)
    parts += section(ParagraphKind.CHANGES, changing.changes(voice, facts.changes, facts.heard))
    parts += section(ParagraphKind.EXPERIMENTS, experimenting.experimenting(voice, facts.experiments, facts.measures))
    parts += section(ParagraphKind.ASKED, asking.asked(voice, facts.asked, themes))
    parts += section(ParagraphKind.QUESTION, asking.question(voice, themes, facts.question_seed))
    when = f"en {month_name(facts.month)}"
    parts += section(ParagraphKind.LEDGER, sections.ledger(voice, facts.ledger, when, facts.counted_on, themes))
    return Draft(title, tuple(parts))


def compose_narrative(facts: NarrativeFacts) -> Draft:
    """Draft the living récit: what the collective has lived so far, one part per adopted theme.

    A part's wording depends on its theme alone, so that it stays the same from day to day while its facts do.
    """
    title = typeset(f"Le récit collectif – {facts.lab_name}")
    voice = Voice("récit")
    when = f"{month_name(facts.since)} {facts.since.year}"
    if facts.participants < SMALLEST_COUNT:
        sentence = Sentence(voice.say("narrative_too_few", "opening", {}), (sections.figure("participants"),))
        return Draft(title, (Paragraph(ParagraphKind.OPENING, "", (sentence,)),))
    themes = _publishable(facts.themes)
    opening = sections.opening(voice, "opening_narrative", when, facts.participants, facts.entries, themes)
    parts = [Paragraph(ParagraphKind.OPENING, "", tuple(opening)), *(_narrative_part(voice, theme) for theme in themes)]
    parts += pathway.along(voice, facts.steps)
    parts += section(ParagraphKind.TENSION, sections.tension(voice, facts.tension, themes))
    parts += section(ParagraphKind.MINORITY, sections.minority(voice, facts.minority))
    told = answering.answers(voice, facts.answers, themes, facts.today, "no_answer_yet")
    parts += section(ParagraphKind.ANSWERS, told)
    ledger = sections.ledger(voice, facts.ledger, f"depuis {when}", facts.today, themes)
    parts += section(ParagraphKind.LEDGER, ledger)
    return Draft(title, tuple(parts))


def _month_end(month: date) -> date:
    """The last day of the month told: what was due by then is late."""
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


def _publishable(themes: Sequence[ThemeFacts]) -> tuple[ThemeFacts, ...]:
    return tuple(theme for theme in themes if theme.participants >= SMALLEST_COUNT)


def _too_few(voice: Voice, facts: DigestFacts) -> Paragraph:
    text = voice.say("opening_too_few", "opening", {"month": month_name(facts.month)})
    return Paragraph(ParagraphKind.OPENING, "", (Sentence(text, (sections.figure("participants"),)),))


def _digest_opening(
    voice: Voice, facts: DigestFacts, themes: Sequence[ThemeFacts], leaving: Sequence[ThemeFacts | UntoldFact]
) -> Paragraph:
    when = month_name(facts.month)
    sentences = sections.opening(voice, "opening", when, facts.participants, facts.entries, themes)
    shape = sections.shape(voice, themes, leaving)
    return Paragraph(ParagraphKind.OPENING, "", (*sentences, shape) if shape else tuple(sentences))


def _theme_parts(voice: Voice, themes: Sequence[ThemeFacts]) -> list[Paragraph]:
    """Tell each theme, neighbours built differently; what another section said of it is not said again."""
    start = voice.draw("shapes", len(FULL))
    parts = []
    for place, theme in enumerate(themes):
        shapes = FULL if is_growing(theme) or theme.months <= 1 else BRIEF
        shape: tuple[str, ...] = shapes[(start + place) % len(shapes)]
        if is_growing(theme) or is_fading(theme):
            shape = tuple(name for name in shape if name != "trend")
        parts.append(ThemePart(voice, theme).paragraph((*shape, "caution", "first_reading", "second_reading")))
    return parts


def _narrative_part(voice: Voice, theme: ThemeFacts) -> Paragraph:
    shape = NARRATIVE[voice.draw(f"shape/{theme.label}", len(NARRATIVE))]
    return ThemePart(voice, theme).paragraph((*shape, "caution", "first_reading", "second_reading"))
