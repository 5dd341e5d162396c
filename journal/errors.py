"""Refusals a user can understand, raised by any feature and told by the web kit or a command."""


class DomainError(Exception):
    """A refusal in French: its status, its title, its sentence."""

    status = 409
    title = "Ce n’est pas possible"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(DomainError):
    """What was asked in a form and cannot be; ``field`` is what it is about."""

    status = 422

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class TooManyTries(DomainError):
    status = 429
    title = "Un peu trop vite"


class SeenOtherwise(DomainError):
    """The words are no longer those that were read before sending them, or answering."""

    title = "Ce texte a changé"
