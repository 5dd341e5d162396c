"""Refusals in French, raised by any feature and shown by the web layer or a command."""


class DomainError(Exception):
    """A refusal: an HTTP status, a title and a sentence in French."""

    status = 409
    title = "Ce n’est pas possible"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(DomainError):
    """A form asks for something that cannot be done; ``field`` is the field concerned."""

    status = 422

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class TooManyTries(DomainError):
    status = 429
    title = "Un peu trop vite"


class SeenOtherwise(DomainError):
    """The text has changed since it was read, by whoever sends it or answers it."""

    title = "Ce texte a changé"
