from journal.experiments.services import LONGEST_TEXT as LONGEST_OF_AN_EXPERIMENT
from journal.replication.rules import LONGEST_TEXT, LONGEST_TITLE
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, Required


class SheetForm(BaseForm):
    """What other Labs will read."""

    title = CleanString("Son titre", [Required("Donnez un titre qui se comprenne ailleurs."), AtMost(LONGEST_TITLE)])
    tried = CleanText("Ce qui a été essayé", [Required("Dites ce qui a été essayé."), AtMost(LONGEST_TEXT)])
    lesson = CleanText(
        "Ce que vous en avez appris", [Required("Dites ce que vous en avez appris."), AtMost(LONGEST_TEXT)]
    )


class TakeUpForm(BaseForm):
    """The experiment, as it will be tried here."""

    title = CleanString(
        "Son titre, chez vous", [Required("Donnez un titre, avec des mots de tous les jours."), AtMost(LONGEST_TITLE)]
    )
    tried = CleanText(
        "Ce que vous allez essayer", [Required("Dites ce qui est essayé."), AtMost(LONGEST_OF_AN_EXPERIMENT)]
    )
    for_whom = CleanText("Pour qui", [Required("Dites pour qui."), AtMost(LONGEST_OF_AN_EXPERIMENT)])


class FoundForm(BaseForm):
    found = CleanText("Ce que vous avez trouvé", [AtMost(LONGEST_TEXT)])
