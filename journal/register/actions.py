"""Which actions of the audit log the register shows, in French, and which it withholds. Pure.

What is in neither table is told to nobody. A test finds every action that the code logs, and wants it in one of them.
"""

from dataclasses import dataclass

from journal.accounts.models import Role
from journal.tables import Labelled


class Kind(Labelled):
    """What a register may be filtered by."""

    READING = "lectures", "Lectures de textes"
    MASK = "masques", "Mots cachés par l’équipe"
    REFUSED = "refus", "Recherches refusées"
    EXPORT = "exports", "Exports et jetons"
    STORY = "recits", "Récits du mois"
    MEDIATION = "mediation", "Médiation et bien commun"
    MESSAGES = "mots", "Mots de l’équipe"
    THEMES = "themes", "Thèmes"
    COOPERATION = "cooperation", "Carte, expérimentations, indicateurs, réponses"
    ACCOUNTS = "comptes", "Comptes et invitations"
    LAB = "lab", "Réglages du Lab"
    REGISTER = "registre", "Lectures du registre"


@dataclass(frozen=True, slots=True)
class Shown:
    """How an action is shown.

    Parameters
    ----------
    follows
        It follows what a participant did, so that its hour, or that it happened once, would tell when they did it.
        Told by day, once the day is over, and never as a number under five.
    unit
        What is counted then.
    """

    kind: Kind
    words: str
    follows: bool = False
    unit: str = "fois"


SHOWN = {
    # A second reading of the day is only noted for texts shared in between.
    "read_passages": Shown(Kind.READING, "Lecture de passages masqués", follows=True, unit="textes"),
    "read_contribution": Shown(Kind.READING, "Lecture de contributions", follows=True, unit="contributions"),
    "read_proposal": Shown(Kind.READING, "Lecture de propositions", follows=True, unit="propositions"),
    "read_idea": Shown(Kind.READING, "Lecture d’idées données à un appel", follows=True, unit="idées"),
    "team_mask": Shown(Kind.MASK, "Mots cachés dans un passage", follows=True, unit="passages"),
    "too_few_people": Shown(Kind.REFUSED, "Recherche ou thème refusé\u00a0: trop peu de personnes"),
    "export_themes": Shown(Kind.EXPORT, "Export"),
    "export_actor_map": Shown(Kind.EXPORT, "Export de la carte des acteurs"),
    "import_codebook": Shown(Kind.THEMES, "Retour d’une grille de thèmes corrigée ailleurs"),
    "apply_coding": Shown(Kind.THEMES, "Passages déplacés d’après un codage fait ailleurs"),
    "import": Shown(Kind.EXPORT, "Import de textes d’un fichier"),
    "make_token": Shown(Kind.EXPORT, "Jeton créé, pour qu’un programme lise"),
    "revoke_token": Shown(Kind.EXPORT, "Jeton annulé"),
    "draft_digest": Shown(Kind.STORY, "Récit du mois préparé"),
    "ask_for_quotes": Shown(Kind.STORY, "Accord demandé pour des citations"),
    "drop_quote": Shown(Kind.STORY, "Citations proposées, écartées"),
    "approuver": Shown(Kind.STORY, "Récit du mois approuvé"),
    "rouvrir": Shown(Kind.STORY, "Récit du mois rouvert"),
    "publier": Shown(Kind.STORY, "Récit du mois publié"),
    "take_down": Shown(Kind.STORY, "Paragraphe retiré d’un récit publié"),
    "mediate": Shown(Kind.MEDIATION, "Réponse à une contribution", follows=True),
    "publish_month_reply": Shown(Kind.MEDIATION, "Réponse d’une organisation publiée"),
    "return_month_reply": Shown(Kind.MEDIATION, "Réponse d’une organisation à écrire autrement"),
    "decline_month_reply": Shown(Kind.MEDIATION, "Réponse d’une organisation non publiée"),
    "unpublish_month_reply": Shown(Kind.MEDIATION, "Réponse d’une organisation, qui n’est plus publiée"),
    # The reading it answers is only noted for texts just shared.
    "write_to_author": Shown(
        Kind.MESSAGES, "Mot écrit à qui a écrit un passage ou un texte", follows=True, unit="mots"
    ),
    "take_message_back": Shown(Kind.MESSAGES, "Mot repris", follows=True, unit="mots"),
    "found_common_good": Shown(Kind.MEDIATION, "Premier texte du bien commun"),
    "reformulate_proposal": Shown(Kind.MEDIATION, "Reformulation d’une proposition", follows=True),
    "adopt_proposal": Shown(Kind.MEDIATION, "Proposition adoptée dans le bien commun", follows=True),
    "set_aside_proposal": Shown(Kind.MEDIATION, "Proposition mise de côté", follows=True),
    "open_call": Shown(Kind.COOPERATION, "Appel à idées ouvert"),
    "move_call": Shown(Kind.COOPERATION, "Dernier jour d’un appel à idées changé"),
    "close_call": Shown(Kind.COOPERATION, "Appel à idées clos"),
    "delete_call": Shown(Kind.COOPERATION, "Appel à idées effacé"),
    "ask_idea": Shown(Kind.MEDIATION, "Question sur une idée", follows=True),
    "retain_idea": Shown(Kind.MEDIATION, "Idée retenue", follows=True),
    "answer_idea": Shown(Kind.MEDIATION, "Réponse à une idée", follows=True),
    "try_idea": Shown(Kind.MEDIATION, "Idée mise à l’essai", follows=True),
    "keep_together": Shown(Kind.THEMES, "Passages gardés ensemble"),
    "let_go": Shown(Kind.THEMES, "Passages qui ne sont plus gardés ensemble"),
    "answer_theme": Shown(Kind.COOPERATION, "Réponse du Lab à un thème"),
    "answer_fait": Shown(Kind.COOPERATION, "Réponse du Lab\u00a0: c’est fait"),
    "answer_reprendre": Shown(Kind.COOPERATION, "Réponse du Lab\u00a0: ce n’est pas fait"),
    "actor_add": Shown(Kind.COOPERATION, "Acteur ajouté à la carte"),
    "actor_change": Shown(Kind.COOPERATION, "Acteur de la carte changé"),
    "actor_retirer": Shown(Kind.COOPERATION, "Acteur retiré de la carte"),
    "actor_reprendre": Shown(Kind.COOPERATION, "Acteur remis sur la carte"),
    "point_open": Shown(Kind.COOPERATION, "Point d’application ouvert"),
    "point_change": Shown(Kind.COOPERATION, "Point d’application changé"),
    "point_clore": Shown(Kind.COOPERATION, "Point d’application clos"),
    "point_rouvrir": Shown(Kind.COOPERATION, "Point d’application rouvert"),
    "act_write": Shown(Kind.COOPERATION, "Acte d’une organisation noté"),
    "act_correct": Shown(Kind.COOPERATION, "Acte d’une organisation corrigé"),
    "act_retirer": Shown(Kind.COOPERATION, "Acte d’une organisation retiré"),
    "act_remettre": Shown(Kind.COOPERATION, "Acte d’une organisation remis"),
    "alliance_make": Shown(Kind.COOPERATION, "Alliance écrite"),
    "alliance_revise": Shown(Kind.COOPERATION, "Alliance revue"),
    "meeting_foresee": Shown(Kind.COOPERATION, "Rencontre avec une organisation prévue"),
    "meeting_change": Shown(Kind.COOPERATION, "Rencontre avec une organisation changée"),
    "meeting_tell": Shown(Kind.COOPERATION, "Rencontre avec une organisation racontée"),
    "meeting_drop": Shown(Kind.COOPERATION, "Rencontre avec une organisation annulée"),
    "attitudes_place": Shown(Kind.COOPERATION, "Attitudes de la carte placées"),
    "attitudes_reword": Shown(Kind.COOPERATION, "Attitude de la carte redite"),
    "attitudes_usual": Shown(Kind.COOPERATION, "Attitudes de la carte remises comme au départ"),
    "begin_experiment": Shown(Kind.COOPERATION, "Expérimentation écrite"),
    "describe_experiment": Shown(Kind.COOPERATION, "Expérimentation changée"),
    "delete_experiment": Shown(Kind.COOPERATION, "Expérimentation effacée"),
    "experiment_step": Shown(Kind.COOPERATION, "Marche d’une expérimentation notée"),
    "correct_experiment_step": Shown(Kind.COOPERATION, "Marche d’une expérimentation corrigée"),
    "experiment_step_accepter": Shown(Kind.COOPERATION, "Marche proposée par un partenaire, acceptée"),
    "experiment_step_refuser": Shown(Kind.COOPERATION, "Marche proposée par un partenaire, pas retenue"),
    "open_experiment": Shown(Kind.COOPERATION, "Expérimentation ouverte aux autres Labs"),
    "shut_experiment": Shown(Kind.COOPERATION, "Expérimentation refermée aux autres Labs"),
    "forget_sheet": Shown(Kind.COOPERATION, "Mots d’une fiche refermée effacés"),
    "take_up_experiment": Shown(Kind.COOPERATION, "Essai d’un autre Lab repris"),
    "tell_found": Shown(Kind.COOPERATION, "Ce qu’un essai repris a donné, dit à l’autre Lab"),
    "propose_indicator": Shown(Kind.COOPERATION, "Indicateur proposé"),
    "revise_indicator": Shown(Kind.COOPERATION, "Indicateur revu"),
    "delete_indicator": Shown(Kind.COOPERATION, "Indicateur effacé"),
    "indicator_opinion": Shown(Kind.COOPERATION, "Avis d’un acteur sur un indicateur noté"),
    "indicator_adopter": Shown(Kind.COOPERATION, "Indicateur adopté"),
    "indicator_ecarter": Shown(Kind.COOPERATION, "Indicateur mis de côté"),
    "indicator_discuter": Shown(Kind.COOPERATION, "Indicateur remis en discussion"),
    "measure": Shown(Kind.COOPERATION, "Mesure notée"),
    "correct_measure": Shown(Kind.COOPERATION, "Mesure corrigée"),
    "count_indicator": Shown(Kind.COOPERATION, "Indicateur compté par le site"),
    "invite": Shown(Kind.ACCOUNTS, "Code d’invitation"),
    "revoke_invitation": Shown(Kind.ACCOUNTS, "Code d’invitation annulé"),
    "create_cohort": Shown(Kind.ACCOUNTS, "Groupe ajouté"),
    "change_cohort": Shown(Kind.ACCOUNTS, "Groupe changé"),
    "join": Shown(Kind.ACCOUNTS, "Compte ouvert"),
    "change_person": Shown(Kind.ACCOUNTS, "Compte"),
    "second_factor_set": Shown(Kind.ACCOUNTS, "Deuxième étape de connexion mise en place"),
    "reset_second_factor": Shown(Kind.ACCOUNTS, "Deuxième étape de connexion à choisir à nouveau"),
    "change_lab": Shown(Kind.LAB, "Ce que le Lab dit de lui"),
    "create_lab": Shown(Kind.LAB, "Lab ouvert"),
    "restore": Shown(Kind.LAB, "Sauvegarde remise en place, pour tout le site"),
    "rotate_keys": Shown(Kind.LAB, "Clé des adresses et des numéros changée"),
    "seal_values": Shown(Kind.LAB, "Adresses et numéros d’avant, chiffrés pour de bon"),
    "give_up_log": Shown(Kind.LAB, "Secret perdu\u00a0: ce qui est inscrit avant ne se vérifie plus"),
    "forget_keys": Shown(Kind.LAB, "Adresses et numéros effacés\u00a0: leur clé était perdue"),
    "add_prompt": Shown(Kind.LAB, "Question pour écrire ajoutée"),
    "change_prompt": Shown(Kind.LAB, "Question pour écrire changée"),
    "move_prompt": Shown(Kind.LAB, "Ordre des questions pour écrire changé"),
    "pause_prompt": Shown(Kind.LAB, "Question pour écrire mise en pause"),
    "resume_prompt": Shown(Kind.LAB, "Question pour écrire à nouveau proposée"),
    "open_lab": Shown(Kind.LAB, "Récit ouvert à tout le monde"),
    "close_lab": Shown(Kind.LAB, "Récit fermé au public"),
    "read_register": Shown(Kind.REGISTER, "Lecture du registre"),
    "export_register": Shown(Kind.REGISTER, "Export du registre"),
}
OWN = "a participant's own gesture"
OPINION = "what someone of the team says in their own name: whose it is not would tell whose it is"
HELP = "it would tell that someone asked for help, and when"
DOOR = "when someone of the team comes and goes is nobody's business; the throttle watches the door"
MACHINE = "no one did it"
WITHHELD = {
    **dict.fromkeys(("sharing", "lift_masks", "mask_more", "erase_entry", "send_words", "send_contribution"), OWN),
    **dict.fromkeys(("withdraw_contribution", "quote_oui", "quote_non", "quote_retirer"), OWN),
    **dict.fromkeys(("export", "erase_account", "unsubscribed"), OWN),
    **dict.fromkeys(("reopening_chosen", "reopening_confirmed", "reopening_given_up", "reopening_asked"), OWN),
    **dict.fromkeys(("reopening_code_asked", "reopening_recognised", "reopened_by_mail"), OWN),
    **dict.fromkeys(("propose_common_good", "answer_proposal", "withdraw_proposal"), OPINION),
    **dict.fromkeys(("propose_idea", "amend_idea", "send_idea", "reply_idea", "withdraw_idea"), OWN),
    **dict.fromkeys(("reply_to_month", "rewrite_month_reply", "withdraw_month_reply"), OPINION),
    **dict.fromkeys(("reply_yes", "reply_not_yet"), OPINION),
    **dict.fromkeys(("read_contact", "take_contact", "give_back_contact", "close_contact", "reopen_contact"), HELP),
    **dict.fromkeys(("read_message_answer",), HELP),
    **dict.fromkeys(("sign_in", "sign_in_failed", "second_factor_failed", "recovery", "recovery_failed"), DOOR),
    **dict.fromkeys(("passphrase_changed", "profile_changed"), DOOR),
    **dict.fromkeys(("mask_again", "expire_account", "close_unused_account"), MACHINE),
}
# What is done from the server's command line, where nobody is signed in.
ON_THE_SERVER = frozenset(
    {"create_lab", "create_cohort", "import", "invite", "reset_second_factor", "read_register", "restore"}
    | {"rotate_keys", "forget_keys", "seal_values", "give_up_log"}
)
TEAM = frozenset({Role.COORDINATOR, Role.ADMIN})
