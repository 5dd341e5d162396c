"""Words that seem to name someone: the form asks, and whoever wrote them may say that they do not."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms.validators import ValidationError

from journal.actors.naming import names_someone
from journal.web.forms import BaseForm, Carried


class DoubtForm(BaseForm):
    """A form some of whose words should name nobody."""

    # The words their author says name nobody: sent by a box that is shown only when there is a doubt.
    confirmed = Carried("Ces mots ne nomment personne")
    # The words that the form asks about.
    doubtful = ""

    def doubt(
        self, field: Any, sentence: str, known: Iterable[str] = (), *, names: Callable[[str], bool] = names_someone
    ) -> None:
        """Ask about the words of a field, unless their author said they name nobody; ``known`` names are no one’s.

        Raises
        ------
        ValidationError
            With the sentence that asks.
        """
        said = left = field.data or ""
        for name in known:
            left = left.replace(name, "")
        if said != self.confirmed.data and names(left):
            self.doubtful = said
            raise ValidationError(sentence)
