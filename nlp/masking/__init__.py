"""Pseudonymisation: what could tell who wrote, or of whom, is found and replaced by typed masks.

Rules for what has a form, gazetteers for what has a list, a model for the rest. When anything fails, nothing is
returned: nobody but the author reads a text whose masking did not finish.
"""

from nlp.masking.applying import apply_masks, merge_masks, places_in_masked, places_in_text, shows_no_more
from nlp.masking.finding import find_masks, find_masks_many
from nlp.masking.kinds import Mask, MaskKind, MaskSource
from nlp.masking.lifting import liftable, still_hidden
from nlp.masking.version import MASKING_VERSION

__all__ = [
    "MASKING_VERSION",
    "Mask",
    "MaskKind",
    "MaskSource",
    "apply_masks",
    "find_masks",
    "find_masks_many",
    "liftable",
    "merge_masks",
    "places_in_masked",
    "places_in_text",
    "shows_no_more",
    "still_hidden",
]
