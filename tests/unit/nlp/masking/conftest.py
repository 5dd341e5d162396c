"""What the rules alone hide, without the French pipeline."""

import pytest
import spacy
from spacy.language import Language

from nlp.masking import apply_masks
from nlp.masking.finding import find_by_rules


@pytest.fixture(scope="session")
def blank() -> Language:
    return spacy.blank("fr")


def masked_by_rules(text: str, blank: Language) -> str:
    """A text without what the rules hide: the tagger only ever hides more."""
    return apply_masks(text, find_by_rules([text], blank)[0])
