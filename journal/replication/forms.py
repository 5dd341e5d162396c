from typing import Any

from journal.experiments.forms import WordingForm
from journal.replication.rules import LONGEST_TEXT, LONGEST_TITLE
from journal.web.forms import AtMost, BaseForm, CleanString, CleanText, Required


class SheetForm(BaseForm):
    """What other Labs will read."""

    title = CleanString("Son titre", [Required("Donnez un titre qui se comprenne ailleurs."), AtMost(LONGEST_TITLE)])
    tried = CleanText("Ce qui a été essayé", [Required("Dites ce qui a été essayé."), AtMost(LONGEST_TEXT)])
    lesson = CleanText(
        "Ce que vous en avez appris", [Required("Dites ce que vous en avez appris."), AtMost(LONGEST_TEXT)]
    )


class TakeUpForm(WordingForm):
    """The experiment, as it will be tried here."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.title.label.text, self.tried.label.text = "Son titre, chez vous", "Ce que vous allez essayer"


class FoundForm(BaseForm):
    found = CleanText("Ce que vous avez trouvé", [AtMost(LONGEST_TEXT)])
