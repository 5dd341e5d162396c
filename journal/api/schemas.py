"""What the API says: answers are made of these, and the OpenAPI file is made from them. One truth for both."""

import uuid
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from nlp.emotions import Emotion
from nlp.prose.drafts import EvidenceKind
from nlp.prose.types import AnswerKind
from nlp.types import Solidity

MOST_ITEMS, USUAL_ITEMS, LAST_PAGE = 100, 50, 10_000
MONTH = r"^\d{4}-\d{2}$"
PEOPLE = Field(description="Personnes, arrondi à cinq ; jamais moins que le seuil du Lab.")
PART = Field(description="Au moins tant de personnes, par cinq ; assez loin du total pour ne rien dire des autres.")


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NoParameters(Model):
    """Nothing is asked in the address."""


class Paging(Model):
    page: int = Field(1, ge=1, le=LAST_PAGE, description="La page demandée, à partir de 1.")
    size: int = Field(USUAL_ITEMS, ge=1, le=MOST_ITEMS, description="Le nombre d’éléments par page.")


class Page(Model):
    """A part of a list that can grow."""

    page: int
    size: int
    total: int = Field(description="Le nombre d’éléments, toutes pages réunies.")
    next: str | None = Field(description="L’adresse de la page suivante, s’il y en a une.")


class Analysis(Model):
    until: date = Field(description="Le dernier jour dont les textes comptent.")
    finished_at: datetime | None


class Lab(Model):
    id: uuid.UUID
    name: str
    is_public: bool = Field(description="Le récit se lit sans compte.")
    threshold: int = Field(description="Nombre de personnes sous lequel rien n’est dit.")
    public_threshold: int = Field(description="Le même seuil, pour ce que tout le monde peut lire.")
    analysis: Analysis | None = Field(description="La dernière analyse terminée.")


class EmotionPeople(Model):
    emotion: Emotion
    label: str
    participants: int = PART


class Quarter(Model):
    valence: int = Field(description="1 agréable, -1 désagréable.")
    control: int = Field(description="1 si l’on a prise sur ce qui arrive, -1 si cela ne dépend pas de soi.")
    participants: int = PART


class StepPeople(Model):
    step: str
    participants: int = PART


class MonthPeople(Model):
    month: str = Field(pattern=MONTH)
    participants: int | None = Field(description="Personnes, arrondi à cinq ; rien sous le seuil.")


class Theme(Model):
    """An adopted theme enough people speak of now."""

    id: uuid.UUID = Field(description="Ne change pas d’une analyse à l’autre.")
    label: str
    color: str = Field(pattern="^#[0-9a-f]{6}$")
    born_on: date
    definition: str
    includes: str = Field(description="Ce qui y entre.")
    excludes: str = Field(description="Ce qui n’y entre pas.")
    participants: int = PEOPLE
    passages: int = Field(description="Passages, arrondi à cinq.")
    event: str = Field(description="Ce que le thème est devenu depuis l’analyse d’avant.")
    solidity: Solidity
    solidity_sentence: str
    terms: list[str] = Field(description="Les mots qui lui sont propres, dits par assez de personnes.")
    anti_terms: list[str] = Field(description="Les mots qu’on y trouve moins qu’ailleurs.")
    helped: list[str]
    hindered: list[str]
    agency: str = Field(description="Subi ou agi, en une phrase ; vide sous le seuil.")
    emotions: list[EmotionPeople]
    quarters: list[Quarter]
    steps: list[StepPeople]
    months: list[MonthPeople]


class Themes(Page):
    items: list[Theme]


class Answer(Model):
    id: uuid.UUID
    theme: uuid.UUID | None = Field(description="Rien pour un thème dont parlent trop peu de personnes à ce moment.")
    kind: AnswerKind
    kind_label: str
    text: str
    at: datetime
    due_on: date | None
    done_on: date | None
    is_overdue: bool


class Answers(Page):
    items: list[Answer]


class Sighting(Model):
    month: str = Field(pattern=MONTH)
    event: str
    participants: int | None = Field(description="Personnes, arrondi à cinq ; rien sous le seuil.")


class ThemeDetail(Theme):
    """A theme with what it was in each month's last analysis, and what the Lab answers."""

    lineage: list[Sighting]
    answers: list[Answer]


class Evidence(Model):
    kind: EvidenceKind
    count: int


class Sentence(Model):
    text: str
    evidence: list[Evidence] = Field(description="Ce sur quoi la phrase repose, compté par nature.")


class Paragraph(Model):
    kind: str
    heading: str
    theme: uuid.UUID | None
    text: str
    sentences: list[Sentence] = Field(description="Les phrases de la machine, avant qu’une personne ne les corrige.")


class MonthReply(Model):
    organisation: str
    text: str
    published_on: date


class DigestParagraph(Paragraph):
    replies: list[MonthReply] = Field(description="Ce que des organisations y répondent, publié à côté.")


class NarrativeParagraph(Paragraph):
    resonance: str | None = Field(description="Si l’on s’y reconnaît, en mots ; rien sous le seuil.")


class Narrative(Model):
    # Without its time: it is composed again as soon as someone takes words back.
    composed_on: date | None = Field(description="Rien tant que le récit n’a pas commencé.")
    paragraphs: list[NarrativeParagraph]


class DigestSummary(Model):
    month: str = Field(pattern=MONTH)
    title: str
    published_at: datetime
    editions: int = Field(description="Ses versions : une citation ou un paragraphe retirés en font une nouvelle.")
    url: str


class Digests(Page):
    items: list[DigestSummary]


class OpenParagraph(Model):
    kind: str
    heading: str
    text: str
    replies: list[MonthReply]


class LedgerLine(Model):
    label: str
    amount: str


class Revision(Model):
    at: datetime
    what: str


class Digest(DigestSummary):
    paragraphs: list[DigestParagraph]
    ledger: list[LedgerLine] = Field(
        description="Ce que sont devenus les textes datés de ce mois, arrondis à cinq, comptés au jour « counted_on »."
    )
    counted_on: date = Field(
        description="Jour où les nombres ont été comptés : ce qui n’a changé que pour quelques personnes n’y est pas."
    )
    history: list[Revision]
    open_paragraphs: list[OpenParagraph] | None = Field(
        description="Ce que tout le monde peut lire de ce mois, au seuil public ; rien si le Lab n’est pas ouvert."
    )


class EmotionWord(Model):
    value: Emotion
    label: str
    valence: int
    control: int


class Word(Model):
    value: str
    label: str


class Vocabulary(Model):
    emotions: list[EmotionWord]
    steps: list[Word]
    solidity: list[Word]
    answers: list[Word]


class Prompt(Model):
    id: str
    family: str
    text: str
    steps: list[str] = Field(description="Les étapes pour lesquelles elle est écrite ; vide si elle va à toutes.")


class Prompts(Page):
    items: list[Prompt]


class Problem(Model):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
