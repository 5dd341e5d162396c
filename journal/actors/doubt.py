"""Words that seem to name a person: the form asks, and the author may confirm that they do not."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms.validators import ValidationError

from journal.actors.naming import names_someone
from journal.web.forms import BaseForm, Carried


class DoubtForm(BaseForm):
    """A form some of whose fields should name nobody."""

    # The words their author says name nobody: sent by a box that is shown only when there is a doubt.
    confirmed = Carried("Ces mots ne nomment personne")
    # The words that the form asks about.
    doubtful = ""

    def doubt(
        self, field: Any, sentence: str, known: Iterable[str] = (), *, names: Callable[[str], bool] = names_someone
    ) -> None:
        """Ask about a field, unless its author confirmed that it names nobody; ``known`` are names to ignore.

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
