"""How one theme is told: what people live and feel, what helps and hinders, in their own words."""

from collections.abc import Callable, Iterator, Sequence

from nlp.counts import counted, number, roughly
from nlp.french import Noun, enumerated, mention, noun_phrase, quoted
from nlp.prose.drafts import Evidence, EvidenceKind, Paragraph, ParagraphKind, Sentence
from nlp.prose.echoes import echoes
from nlp.prose.phrasing import Slots, Voice, in_quotes
from nlp.prose.shares import feeling, leading_emotions, share_in_words, shared
from nlp.prose.types import QuoteFact, ThemeFacts
from nlp.types import Solidity, ThemeEvent

LONG_STANDING = 3  # months from which a theme is said to last
MOSTLY = 0.5  # share from which a step may be said to be « surtout » the theme's
LOW_AGENCY, HIGH_AGENCY = 2.4, 3.6
EVEN = 0.08  # two shares closer than this are not ranked
SMALLEST_COMPARED = 10  # « au moins cinq » compares badly

# What a part is made of, in which order. A theme that has not moved is told more briefly.
FULL: tuple[tuple[str, ...], ...] = (
    ("trend", "emotions", "quote", "hinders", "helps", "quote_again", "agency"),
    ("trend", "quote", "emotions", "quote_again", "both"),
    ("emotions", "agency", "quote", "helps", "hinders", "quote_again"),
    ("trend", "steps", "hinders", "quote", "emotions", "helps", "quote_again"),
    ("quote", "emotions", "hinders", "quote_again", "helps", "steps"),
    ("trend", "emotions", "helps", "quote", "hinders", "agency", "quote_again"),
)
BRIEF: tuple[tuple[str, ...], ...] = (
    ("trend", "emotions", "quote", "both"),
    ("trend", "quote", "emotions", "hinders"),
    ("trend", "helps", "hinders", "quote"),
    ("trend", "emotions", "hinders", "helps", "quote"),
)
# Under so many sentences, a part is filled with these.
ENOUGH = 3
MORE = ("steps", "agency", "hinders", "helps", "definition")
TREND_BANKS = {
    ThemeEvent.BORN: "born",
    ThemeEvent.REAPPEARS: "reappears",
    ThemeEvent.MERGED: "merged",
    ThemeEvent.SPLIT: "split",
    ThemeEvent.MOVED: "moved",
}
# By what people made of the themes, and not by what those who speak of them live.
REORGANISED = frozenset({ThemeEvent.MERGED, ThemeEvent.SPLIT, ThemeEvent.MOVED})
GROWING = frozenset({ThemeEvent.BORN, ThemeEvent.GROWS, ThemeEvent.REAPPEARS})


def is_growing(theme: ThemeFacts) -> bool:
    """Tell whether a theme arrives, comes back or grows; published figures that go down forbid saying so."""
    grew = theme.event is not ThemeEvent.GROWS or theme.participants >= (theme.previous or 0)
    return theme.event in GROWING and grew


def is_fading(theme: ThemeFacts) -> bool:
    """Tell whether a theme fades; published figures that go up forbid saying so."""
    return theme.event is ThemeEvent.FADES and theme.participants <= (theme.previous or theme.participants)


def theme_evidence(theme: ThemeFacts, *figures: str) -> tuple[Evidence, ...]:
    """Rest a sentence on a theme and some of its figures."""
    told = (Evidence(EvidenceKind.FIGURE, f"{theme.ref}/{name}") for name in figures)
    return (Evidence(EvidenceKind.THEME, theme.ref), *told)


class ThemePart:
    """The sentences of one theme, each made only if its facts hold."""

    def __init__(self, voice: Voice, theme: ThemeFacts) -> None:
        self._voice = voice
        self._theme = theme
        self._name = noun_phrase(theme.label)
        self._people = counted(theme.participants, "personne", feminine=True)
        self._quotes = self._fresh_quotes()
        self._helped = self._worth_saying(theme.helped)
        self._hindered = self._worth_saying(theme.hindered)
        self._last = ""  # what was told just before: a contrast only follows its contrary
        self._quoted = False

    def trend(self) -> Sentence:
        """Say how the theme moved; figures only when they agree with the movement."""
        theme = self._theme
        figures = ["participants"]
        slots: dict[str, str | Noun] = {"theme": self._name, "people": self._people}
        bank = TREND_BANKS.get(theme.event, "stable")
        if theme.event is ThemeEvent.GROWS and is_growing(theme):
            bank = "grows"
        if bank == "grows" and theme.previous and SMALLEST_COMPARED <= theme.previous < theme.participants:
            bank = "grows_figures"
            slots |= {"before": roughly(theme.previous), "count": roughly(theme.participants)}
            figures.append("previous")
        if bank == "stable" and theme.months >= LONG_STANDING and self._voice.draw(f"long/{theme.label}", 2):
            bank = "stable_long"
            slots["months"] = number(theme.months)
            figures.append("months")
        return self._sentence(bank, slots, *figures)

    def lived(self) -> Sentence:
        """Say how many people have written on the theme since the beginning."""
        slots: dict[str, str | Noun] = {"theme": self._name, "people": self._people}
        if self._theme.months >= LONG_STANDING and self._voice.draw(f"long/{self._theme.label}", 3) == 0:
            return self._sentence(
                "lived_long", slots | {"months": number(self._theme.months)}, "participants", "months"
            )
        return self._sentence("lived", slots, "participants")

    def emotions(self) -> Sentence | None:
        told = leading_emotions(self._theme)
        if not told:
            return None
        slots: dict[str, str | Noun] = {"first": feeling(told[0][0]), "share": share_in_words(told[0][1])}
        if len(told) == 1:
            return self._sentence("emotion_one", slots, "emotions")
        slots["second"] = feeling(told[1][0])
        bank = "emotion_two" if told[0][0].valence == told[1][0].valence else "emotion_mixed"
        even = told[0][1] - told[1][1] < EVEN
        return self._sentence(f"{bank}_even" if even else bank, slots, "emotions")

    def agency(self) -> Sentence | None:
        mean = self._theme.agency
        if mean is None or LOW_AGENCY < mean < HIGH_AGENCY:
            return None
        bank = "agency_low" if mean <= LOW_AGENCY else "agency_high"
        return None if self._voice.is_out_of_words(bank) else self._sentence(bank, {}, "agency")

    def steps(self) -> Sentence | None:
        kept = [(name, share) for name, share in self._theme.steps if share >= MOSTLY and shared(self._theme, share)]
        if not kept:
            return None
        name = max(kept, key=lambda pair: (pair[1], pair[0]))[0]
        return self._sentence("steps", {"step": quoted(name)}, "steps")

    def helps(self) -> Sentence | None:
        bank = "helps_after_hinders" if self._last == "hinders" else "helps"
        return self._listed(bank, helps=self._helped)

    def hinders(self) -> Sentence | None:
        bank = "hinders_after_helps" if self._last == "helps" else "hinders"
        return self._listed(bank, hinders=self._hindered)

    def both(self) -> Sentence | None:
        """Weigh what helps against what hinders, or say the one that is known."""
        if self._helped and self._hindered:
            return self._listed("helps_and_hinders", helps=self._helped[:2], hinders=self._hindered[:2])
        return self.helps() or self.hinders()

    def quote(self) -> Sentence | None:
        fact = next(self._quotes, None)
        if fact is None:
            return None
        first = not self._quoted
        bank = "quote" if first else "quote_again"
        slots: dict[str, str | Noun] = {"quote": in_quotes(fact.text)}
        if fact.step and first:
            bank, slots["step"] = "quote_step", quoted(fact.step)
        self._quoted = True
        text = self._voice.say(bank, f"{self._theme.label}/{fact.text}", slots)
        return Sentence(text, (Evidence(EvidenceKind.PASSAGE, fact.ref), *theme_evidence(self._theme)))

    def caution(self) -> Sentence | None:
        if self._theme.solidity is Solidity.SOLID:
            return None
        return self._sentence("fragile", {"theme": self._name}, "solidity")

    def definition(self) -> Sentence | None:
        return self._reported("definition", self._theme.definition)

    def first_reading(self) -> Sentence | None:
        return self._read(self._theme.first_reading, "first_reading")

    def second_reading(self) -> Sentence | None:
        return self._read(self._theme.second_reading, "second_reading")

    def told(self, shape: Sequence[str]) -> tuple[Sentence, ...]:
        """Tell the parts of a shape in order, leaving out those whose facts are missing."""
        makers: dict[str, Callable[[], Sentence | None]] = {
            "trend": self.trend,
            "lived": self.lived,
            "emotions": self.emotions,
            "agency": self.agency,
            "steps": self.steps,
            "helps": self.helps,
            "hinders": self.hinders,
            "both": self.both,
            "quote": self.quote,
            "quote_again": self.quote,
            "caution": self.caution,
            "definition": self.definition,
            "first_reading": self.first_reading,
            "second_reading": self.second_reading,
        }
        sentences: list[Sentence] = []
        for name in shape:
            sentence = makers[name]()
            if sentence is not None:
                sentences.append(sentence)
                self._last = name
        return tuple(sentences)

    def paragraph(self, shape: Sequence[str]) -> Paragraph:
        """Make the theme's part: a part too thin is filled with what its shape did without.

        With no fact but its movement, it is the movement that is told.
        """
        sentences = self.told(shape) or self.told(("trend",))
        for name in MORE:
            if len(sentences) < ENOUGH and name not in shape and not ("both" in shape and name in ("helps", "hinders")):
                sentences = (*sentences, *self.told((name,)))
        if len(sentences) < 2 and not {"trend", "lived"} & {*shape, self._last}:
            sentences = (*self.told(("lived",)), *sentences)
        return Paragraph(ParagraphKind.THEME, self._theme.label, sentences, self._theme.ref)

    def _sentence(self, bank: str, slots: Slots, *figures: str) -> Sentence:
        return Sentence(self._voice.say(bank, self._theme.label, slots), theme_evidence(self._theme, *figures))

    def _listed(self, bank: str, **lists: tuple[str, ...]) -> Sentence | None:
        if not all(lists.values()):
            return None
        slots = {
            name: Noun(enumerated([mention(item) for item in items[:3]]), plural=len(items) > 1)
            for name, items in lists.items()
        }
        return self._sentence(bank, slots, *("helped" if name == "helps" else "hindered" for name in lists))

    def _reported(self, bank: str, words: str) -> Sentence | None:
        return self._sentence(bank, {"words": in_quotes(words)}) if words.strip() else None

    def _read(self, words: str, bank: str) -> Sentence | None:
        """Tell how the team reads a theme, unless the last texts have: a reading does not change with the month."""
        return None if self._voice.was_read_before(quoted(words)) else self._reported(bank, words)

    def _worth_saying(self, words: Sequence[str]) -> tuple[str, ...]:
        """What helps or hinders, without what the theme's name says already or the last texts have said."""
        label = self._theme.label
        return tuple(w for w in words if not echoes(label, w) and not self._voice.was_read_before(mention(w)))

    def _fresh_quotes(self) -> Iterator[QuoteFact]:
        """Give the quotes not yet read in this text or the last ones."""
        for fact in self._theme.quotes:
            if fact.text.strip() and not self._voice.has_printed(quoted(fact.text.rstrip(" .")).strip("«» \u00a0")):
                yield fact
