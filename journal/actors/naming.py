"""Whether what is written about an actor names a person: the form then asks, and refuses nothing."""

from nlp.masking.people import find_people
from nlp.masking.protected import protected_spans
from nlp.masking.words import words_of


def looks_like_a_person(name: str) -> bool:
    """Whether the masker's lists find someone's name in ``name``, in whatever case it is written.

    The lists alone: no language model is loaded in the web process.
    """
    # At the head of a sentence a capital says nothing: with a word before it, « Dupont » is read as in a text.
    return any(names_someone(f"Avec {written}") for written in (name, name.title()))


def names_someone(text: str) -> bool:
    """Whether a sentence contains a person's name."""
    public = protected_spans(text)  # « France Travail », « Emmaüs »
    return any(not any(first <= mask.start < last for first, last in public) for mask in find_people(words_of(text)))
