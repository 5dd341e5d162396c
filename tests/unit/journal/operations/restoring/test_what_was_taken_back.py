"""What was taken back after a backup does not come back with it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from journal.accounts.models import Person
from journal.calls import ideas
from journal.calls.models import Call, Idea, IdeaState, Invited
from journal.calls.rules import Layout
from journal.common_good import reserves
from journal.common_good import services as common_good
from journal.common_good.models import Part, Proposal, ProposalKind, Reserve, Stance
from journal.config import Settings
from journal.db import open_database
from journal.entries import services as entries
from journal.entries.hiding import hide_for_team, hide_words_for_team
from journal.entries.masks import MaskKind
from journal.entries.models import Entry, MaskingState, Sharing
from journal.entries.words import seen_mark
from journal.experiments import removing
from journal.experiments import services as experiments
from journal.experiments.models import Experiment, ExperimentStep, Rung
from journal.experiments.services import ExperimentDescription, StepContent
from journal.narrative.making import contributions, services
from journal.narrative.models import Contribution, ContributionState, DigestParagraph, Narrative, Quote, QuoteState
from journal.operations import backups, restoring
from journal.rights.services import erase_everything
from tests.conftest import SignIn
from tests.factories import NOW
from tests.unit.journal.narrative import scenes
from tests.unit.journal.narrative.scenes import FIGURES, Scene, make_scene
from tests.unit.journal.operations.restoring.copies import close


class TestWhatWasTakenBackAfterTheBackup:
    """None of it comes back: a text made private, a quote, a contribution, a subscription."""

    @pytest.fixture
    def scene(self, session: Session) -> Scene:
        scene = make_scene(session)
        scenes.publish(session, scene)
        services.compose_narrative(session, scene.lab, now=NOW, **FIGURES)
        session.commit()
        return scene

    def restored(self, app: Flask, session: Session, settings: Settings, backup: Path) -> Session:
        close(app, session)
        restoring.restore(settings, backup)
        return open_database(settings.database).read()

    def quoted(self, session: Session) -> Quote:
        return session.scalars(sa.select(Quote).where(Quote.state == QuoteState.ACCEPTED)).first()

    @pytest.mark.parametrize("gesture", ["private", "themes", "rewrite", "mask", "team"])
    def test_a_shared_text_is_private_again_once_restored(
        self, gesture: str, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        quote = self.quoted(session)
        entry_id, words = next(e.id for e in scene.entries if e.author_id == quote.author_id), quote.text
        session.commit()
        backup = backups.back_up(settings)
        with app.extensions["database"].write() as own:
            entry = own.get_one(Entry, entry_id)
            if gesture == "team":
                hide_for_team(entry.passages[0], [(0, 20)], MaskKind.OTHER, now=NOW)
            else:
                scenes.withdraw(own, entry, own.get_one(Person, entry.author_id), gesture)
            own.commit()

        again = self.restored(app, session, settings, backup)

        assert again.get_one(Entry, entry_id).sharing is Sharing.PRIVATE
        published = again.scalars(sa.select(DigestParagraph)).all()
        assert words[5:40] not in str([(p.text, p.draft_text, p.sentences) for p in published])
        assert again.scalars(sa.select(Narrative.is_stale)).one()

    def test_a_text_shared_anew_before_the_backup_stays_shared(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        with app.extensions["database"].write() as own:
            entry = own.get_one(Entry, scene.entries[0].id)
            entries.share(own, entry, Sharing.PRIVATE, now=NOW)
            entries.share(own, entry, Sharing.THEMES, now=NOW)
            own.commit()
            entry_id = entry.id

        again = self.restored(app, session, settings, backups.back_up(settings))

        assert again.get_one(Entry, entry_id).sharing is Sharing.THEMES

    def test_a_quote_taken_back_is_gone_once_restored(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene, sign_in: SignIn
    ) -> None:
        quote = self.quoted(session)
        words, author = quote.text, next(p for p in scene.people if p.id == quote.author_id)
        session.commit()
        backup = backups.back_up(settings)
        sign_in(author).post(f"/recit/citations/{quote.id}/retirer")

        again = self.restored(app, session, settings, backup)

        assert words[5:40] not in str(again.scalars(sa.select(DigestParagraph.text)).all())
        assert words not in again.scalars(sa.select(Quote.text)).all()

    def test_a_paragraph_taken_down_is_gone_once_restored(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene, sign_in: SignIn
    ) -> None:
        taken = session.scalars(sa.select(DigestParagraph).where(DigestParagraph.kind == "theme")).first()
        address, taken_id = f"/recits/2026-11/paragraphes/{taken.id}/retirer", taken.id
        session.commit()
        backup = backups.back_up(settings)
        sign_in(scene.first).post(address)

        again = self.restored(app, session, settings, backup)

        assert again.get_one(DigestParagraph, taken_id).text == ""

    def test_words_a_step_no_longer_keeps_and_an_experiment_written_by_mistake_do_not_come_back(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        idea = StepContent(Rung.IDEA, NOW.date(), "Chez Samira Benali.")
        row, mistake = (
            experiments.begin(session, ExperimentDescription(title, "Un essai.", ""), idea, by=scene.first, now=NOW)
            for title in ("Le minibus", "Le minibus, deux fois")
        )
        step_id, mistake_id = row.steps[0].id, mistake.id
        session.commit()
        backup = backups.back_up(settings)
        with app.extensions["database"].write() as own:
            experiments.forget_words(own.get_one(ExperimentStep, step_id))
            removing.remove(own, own.get_one(Experiment, mistake_id))
            own.commit()

        again = self.restored(app, session, settings, backup)

        assert again.get_one(ExperimentStep, step_id).evidence == ""
        assert again.get(Experiment, mistake_id) is None

    def test_a_quote_proposed_at_the_backup_asked_and_taken_back_since_is_asked_no_more(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene, sign_in: SignIn
    ) -> None:
        quote = self.quoted(session)
        words, author = quote.text, next(p for p in scene.people if p.id == quote.author_id)
        quote.state = QuoteState.PROPOSED
        session.commit()
        backup = backups.back_up(settings)
        quote.state = QuoteState.ACCEPTED
        session.commit()
        sign_in(author).post(f"/recit/citations/{quote.id}/retirer")

        again = self.restored(app, session, settings, backup)

        assert words not in again.scalars(sa.select(Quote.text)).all()

    @pytest.mark.parametrize("gesture", ["withdraw", "leave"])
    def test_a_contribution_taken_back_is_gone_once_restored(
        self, gesture: str, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        words = "Il manque surtout le prix des trajets quand on vit loin de tout"
        written = contributions.write(session, scene.theme, words, by=scene.people[0], now=NOW)
        written.masked_text, written.state = words, ContributionState.WAITING
        session.scalars(sa.select(DigestParagraph)).first().text = f"Quelqu’un nous a écrit ceci. {words}."
        session.commit()
        backup = backups.back_up(settings)
        with app.extensions["database"].write() as own:
            if gesture == "leave":
                erase_everything(own, own.get_one(Person, scene.people[0].id))
            else:
                contributions.withdraw(own, own.get_one(Contribution, written.id))
            own.commit()

        again = self.restored(app, session, settings, backup)

        assert again.scalars(sa.select(Contribution)).all() == []
        assert "le prix des trajets" not in str(again.scalars(sa.select(DigestParagraph.text)).all())

    def test_a_name_the_team_hid_in_a_contribution_does_not_come_back(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        said = "Il manque le vélo, Karim le dit aussi et personne ne l’entend."
        written = contributions.write(session, scene.theme, said, by=scene.people[0], now=NOW)
        written.masked_text, written.masking_state = said, MaskingState.MASKED
        written.state, written.answer = ContributionState.ANSWERED, "Karim a raison."
        session.scalars(sa.select(DigestParagraph)).first().text = f"Quelqu’un nous a écrit ceci. {said}"
        session.commit()
        backup, written_id = backups.back_up(settings), written.id
        with app.extensions["database"].write() as own:
            found = own.get_one(Contribution, written_id)
            found.version += 1  # its author had masked more of it since the backup
            own.commit()
            hide_words_for_team(found, [(said.index("Karim"), said.index("Karim") + 5)], MaskKind.FIRST_NAME)
            own.commit()

        again = self.restored(app, session, settings, backup)

        kept = again.get_one(Contribution, written_id)
        assert (kept.text, kept.state, kept.answer) == (said, ContributionState.UNSENT, "")
        assert "Karim" not in str(again.scalars(sa.select(DigestParagraph.text)).all())

    def test_a_contribution_sent_again_since_stays_sent(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        said = "Il manque le vélo, Karim le dit aussi et personne ne l’entend."
        with app.extensions["database"].write() as own:
            theme = own.merge(scene.theme)
            written = contributions.write(own, theme, said, by=own.merge(scene.people[0]), now=NOW)
            written.masked_text, written.masking_state = said, MaskingState.MASKED
            written.state = ContributionState.WAITING
            own.commit()
            hide_words_for_team(written, [(said.index("Karim"), said.index("Karim") + 5)], MaskKind.FIRST_NAME)
            own.commit()
            contributions.return_to_author(own, written, now=NOW)
            contributions.send(own, written, seen=seen_mark(written), now=NOW)
            own.commit()
            written_id = written.id

        again = self.restored(app, session, settings, backups.back_up(settings))

        assert again.get_one(Contribution, written_id).is_sent

    def test_what_became_of_ideas_since_the_backup_holds_once_restored(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        """One was taken back, one written otherwise, the team hid a name in one: none comes back as it was."""
        said, by = "Prendre la voiture de Karim, tous les matins", scene.people[0]
        call = Call(lab_id=scene.lab.id, question="Et ?", why="", invited=Invited.BOTH, open_until=NOW.date(), at=NOW)
        session.add(call)
        session.flush()
        made = [ideas.write(session, call, Layout(said), by=by, now=NOW) for _ in range(3)]
        for idea in made:
            idea.words.masked_text, idea.words.masking_state = said, MaskingState.MASKED
            ideas.send(session, idea.words, seen=seen_mark(idea.words), now=NOW)
        session.commit()
        backup = backups.back_up(settings)
        with app.extensions["database"].write() as own:
            gone, otherwise, hidden = (own.get_one(Idea, idea.id) for idea in made)
            ideas.withdraw(own, gone, now=NOW)
            ideas.amend(own, otherwise, Layout("Autrement"), by=own.merge(by), now=NOW)
            at = said.index("Karim")
            hide_words_for_team(hidden.words, [(at, at + 5)], MaskKind.FIRST_NAME)
            own.commit()

        again = self.restored(app, session, settings, backup)

        kept = again.scalars(sa.select(Idea)).all()
        assert {idea.id for idea in kept} == {otherwise.id, hidden.id}
        assert [(idea.state, idea.words.said) for idea in kept] == [(IdeaState.UNSENT, "")] * 2

    def test_a_reserve_and_a_proposal_taken_back_are_gone_once_restored(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        parts, (author, other) = dict.fromkeys(Part, "Ensemble."), scene.people[:2]
        common_good.write_first(session, parts, "Juin.", by=scene.first, now=NOW)
        made = [
            common_good.propose(session, Part.WHOM, ProposalKind.REMARK, "Encore.", by=by, now=NOW)
            for by in (scene.second, author)
        ]
        common_good.reformulate(session, made[0], "Pour tout le monde.", "", by=scene.first, now=NOW)
        common_good.agree(session, made[0], 1, now=NOW)
        answer = common_good.answer(session, made[0], 1, Stance.RESERVE, "Trop large.", by=other, now=NOW)
        answer.words.masked_text, answer.words.sent_at = "Trop large.", NOW
        reserve = common_good.adopt(session, made[0], "Oui.", by=scene.first, now=NOW).reserves[0]
        session.commit()
        backup = backups.back_up(settings)
        with app.extensions["database"].write() as own:
            reserves.lift(own, own.get_one(Reserve, reserve.id))
            common_good.withdraw(own, own.get_one(Proposal, made[1].id))
            own.commit()
        kept = made[0].id

        again = self.restored(app, session, settings, backup)

        assert again.scalars(sa.select(Reserve)).all() == []
        assert again.scalars(sa.select(Proposal.id)).all() == [kept]

    def test_a_subscription_ended_is_still_ended_once_restored(
        self, database_file: Path, app: Flask, session: Session, settings: Settings, scene: Scene
    ) -> None:
        person = scene.people[0]
        person.email, person.wants_digest, person.wants_notice = "lea@exemple.fr", True, True
        session.commit()
        backup = backups.back_up(settings)
        with app.extensions["database"].write() as own:
            own.get_one(Person, person.id).wants_digest = False
            own.commit()
        person_id = person.id

        again = self.restored(app, session, settings, backup).get_one(Person, person_id)

        assert (again.wants_digest, again.wants_notice) == (False, True)
