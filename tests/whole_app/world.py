"""A Lab where everything exists once, which the whole-app tests walk through."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from itsdangerous import URLSafeSerializer
from sqlalchemy.orm import Session

from journal import clock
from journal.accounts.models import Lab, Person, Reopening, Role
from journal.accounts.services import invite
from journal.accounts.subscriptions import Subscription
from journal.accounts.subscriptions import token as unsubscribe_token
from journal.api import services as api
from journal.common_good.models import Part
from journal.config import Settings
from journal.contact.models import Channel
from journal.contact.services import Wish, ask
from journal.cooperation.models import LabAnswer
from journal.entries.models import Draft, Entry, MaskingState, NextStep
from journal.entries.words import SENDING_TEXT_VERSION
from journal.legal.models import LegalNotice
from journal.messages import services as messages
from journal.messages.services import Letter
from journal.narrative.making.services import compose_narrative
from journal.narrative.models import Contribution, ContributionState, Digest, Quote, QuoteState
from journal.pathways import services as pathways
from journal.pathways.models import StepKind
from journal.prompts.models import LabPrompt
from journal.themes.deciding import services as themes
from journal.themes.deciding.decisions import Signed
from journal.themes.models import Theme
from nlp.prose.drafts import ParagraphKind
from nlp.prose.types import AnswerKind
from tests.factories import NOW, make_cohort, make_entry, make_person
from tests.unit.journal.narrative import scenes
from tests.whole_app import experiments
from tests.whole_app.actors import act_and_ally
from tests.whole_app.calls import ask_for_ideas
from tests.whole_app.common_good import agree_on_a_common_good
from tests.whole_app.experiments import try_and_count
from tests.whole_app.month_replies import answer_the_month
from tests.whole_app.replication import open_and_take_up

EXPORTS = (
    *("donnees.zip", "themes.xlsx", "themes.csv", "passages.csv", "themes.json", "themes.qdc", "themes.qdpx"),
    *("passages-iramuteq.txt", "experimentations.csv", "mesures.csv"),
)
GESTURES = (
    "fait",
    "reprendre",
    "approuver",
    "rouvrir",
    "publier",
    "fermer",
    "sessions",
    "prendre",
    "rendre",
    "retirer",
    "remettre",
    *experiments.GESTURES,
    "clore",
    "monter",
    "descendre",
    "pause",
)

# What people of the world wrote, everywhere they may write.
WORD = "mirabelle"


@dataclass
class World:
    """One Lab, its people, and one of each thing an address may name."""

    lab: Lab
    author: Person
    other: Person
    coordinator: Person
    second: Person
    admin: Person
    partner: Person
    private: Entry
    shared: Entry
    entries: list[Entry]
    theme: Theme
    digest: Digest
    draft_digest: Digest
    values: dict[str, tuple[object, ...]]
    secret: str  # opens the API

    @property
    def people(self) -> dict[str, Person]:
        return {
            "author": self.author,
            "participant": self.other,
            "coordinator": self.coordinator,
            "admin": self.admin,
            "partner": self.partner,
        }


def make_world(session: Session, settings: Settings, word: str) -> World:
    """Everything a person may write holds ``word``, in its own field; masked texts hold it too."""
    scene = scenes.make_scene(session)
    lab = scene.lab
    lab.name, lab.contact, lab.is_public = f"Lab {word}", word, True
    author, other = scene.people[:2]
    named = {"publication_director": word, "dpo": word, "dpo_email": word, "host": word}
    session.add(LegalNotice(lab_id=lab.id, controller=word, **named, changed_at=NOW))
    admin, partner = make_person(session, lab, Role.ADMIN), make_person(session, lab, Role.PARTNER)
    author.email = f"{word}@exemple.org"
    back = Reopening(person_id=author.id, address=author.email, chosen_at=NOW, confirmed_at=NOW, reopened_at=NOW)
    session.add(back)
    cohort = make_cohort(session, lab, name=word)
    session.flush()
    published = scenes.publish(session, scene)
    for paragraph in published.paragraphs:
        paragraph.heading, paragraph.edited_at = f"{paragraph.heading} {word}", NOW
        # A question that holds words of a contribution is not offered to write about: these hold the same word.
        if paragraph.kind != ParagraphKind.QUESTION:
            paragraph.text = f"{paragraph.text} {word}"
    published.title = f"{published.title} {word}"
    published.public_paragraphs = [
        part | {"text": f"{part['text']} {word}", "heading": word} for part in published.public_paragraphs or []
    ]
    shared = scene.entries[0]
    shared.passages[0].text = f"{shared.passages[0].text} {word}"
    private = make_entry(
        session,
        author,
        f"Texte {word}",
        helped=word,
        hindered=word,
        free_emotion=word,
        prompt=word,
        step=StepKind.TRAINING,
        happened_on=date(2025, 11, 20),
    )
    step = NextStep(author_id=author.id, entry_id=private.id, text=word, outcome=word, created_at=NOW)
    step.due_on, step.put_aside_at = NOW.date(), NOW
    draft = Draft(author_id=author.id, submission="a" * 32, content={"text": word, "helped": word}, updated_at=NOW)
    session.add_all([step, draft])
    pathway = pathways.begin(session, author.id)
    part = pathways.add_step(session, pathway, StepKind.TRAINING, date(2026, 9, 1), note=word)
    pathways.add_pause(session, pathway, date(2026, 10, 1), note=word)
    pathways.add_target_job(session, pathway, word)
    answer = LabAnswer(lab_id=lab.id, theme_id=scene.theme.id, by_id=scene.first.id, at=NOW)
    answer.kind, answer.text = AnswerKind.DOING, word
    contributions = [_contribution(scene.theme, who, word) for who in (author, other)]
    contributions[0].answer = word
    session.add_all([answer, *contributions])
    session.flush()
    _decide(session, scene, word)
    compose_narrative(session, lab, now=NOW, **scenes.FIGURES)
    next_month = date(2026, 10, 1)
    scenes.make_run(session, lab, until=date(2026, 10, 31))
    drafting = scenes.draft(session, scene, next_month)
    quote = Quote(
        digest_id=drafting.id,
        passage_id=shared.passages[0].id,
        author_id=author.id,
        text=f"Une citation {word}",
        state=QuoteState.ASKED,
        asked_at=NOW,
    )
    session.add(quote)
    proposals, reserve = agree_on_a_common_good(session, scene, partner, word)
    wish = Wish(called=word, channel=Channel.PHONE, reach="06 00 00 00 00", words=word)
    contact = ask(session, author, wish, now=NOW)
    message = messages.send(session, shared.passages[0], Letter(word, word, word), by=scene.second, now=clock.now())
    messages.answer(session, message, word, now=clock.now() - timedelta(days=1))
    acting = act_and_ally(session, lab, scene, word)
    tried = try_and_count(session, scene, answer, word)
    asked = ask_for_ideas(session, scene, partner, published, word)
    asked |= answer_the_month(session, published, partner, scene.first, word)
    crossing = open_and_take_up(session, scene, word)
    tried["experiment_id"] += crossing["experiment_id"]
    offered = LabPrompt(lab_id=lab.id, text=word, steps=[], position=1)
    session.add(offered)
    token, secret = api.make(session, word, days=365, by=scene.first, now=clock.now())
    invitation, code = invite(session, lab, Role.PARTICIPANT, now=NOW, max_uses=50)
    session.commit()
    values: dict[str, tuple[object, ...]] = {
        "entry_id": (private.id, shared.id),
        "draft_id": (draft.id,),
        "step_id": (step.id,),
        "part_id": (part.id,),
        "theme_id": (scene.theme.id,),
        "passage_id": (shared.passages[0].id,),
        "review_id": (uuid.uuid4(),),
        "comment_id": (uuid.uuid4(),),
        "proposal_id": tuple(each.id for each in proposals),
        "month": ("2026-11", "2026-10"),
        "paragraph_id": (published.paragraphs[0].id, drafting.paragraphs[0].id),
        "quote_id": (quote.id,),
        "part": tuple(part.value for part in Part),
        "words_id": tuple(each.words.id for each in proposals[:2]),
        "reserve_id": (reserve.id,),
        "choice": ("non", "oui"),
        "gesture": GESTURES,
        "answer_id": (answer.id,),
        **acting,
        **tried,
        **asked,
        "opened_id": crossing["opened_id"],
        "contribution_id": tuple(each.id for each in contributions),
        "lab_id": (lab.id,),
        "token": (unsubscribe_token(author, Subscription.DIGEST, settings),),
        "invitation": (URLSafeSerializer(settings.key_for("invitation")).dumps(code),),
        "invitation_id": (invitation.id,),
        "cohort_id": (cohort.id,),
        "person_id": (scene.second.id, partner.id),
        "public_id": (uuid.uuid4(),),
        "name": EXPORTS,
        "token_id": (token.id,),
        "request_id": (contact.id,),
        "message_id": (message.id,),
        "prompt_id": (offered.id,),
        "picture": ("01-cette-semaine.png",),
    }
    return World(
        lab,
        author,
        other,
        scene.first,
        scene.second,
        admin,
        partner,
        private,
        shared,
        scene.entries,
        scene.theme,
        published,
        drafting,
        values,
        secret,
    )


def _contribution(theme: Theme, author: Person, word: str) -> Contribution:
    return Contribution(
        lab_id=theme.lab_id,
        theme_id=theme.id,
        author_id=author.id,
        text=f"Il manque {word}",
        masked_text=f"Il manque {word}",
        masking_state=MaskingState.MASKED,
        state=ContributionState.WAITING,
        sent_under=SENDING_TEXT_VERSION,
        at=NOW,
    )


def _decide(session: Session, scene: scenes.Scene, word: str) -> None:
    """One decision of each kind, each with its reason."""
    theme, by = scene.theme, scene.first
    themes.rename(session, theme, word, Signed(by, NOW, word))
    themes.describe(session, theme, Signed(by, NOW), definition=word, includes=word, excludes=word)
    themes.comment(session, theme, word, by=by, now=NOW)
    themes.write_reading(session, theme, word, by=by, now=NOW)
    scene.state.terms = [[word, 2.0, 13]]
    scene.state.helped, scene.state.hindered = [[word, 13]], [[word, 13]]
    session.flush()
