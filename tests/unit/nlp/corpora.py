"""Small made-up corpora: people who write about known subjects, with vectors that stand apart by subject."""

from collections.abc import Sequence

import numpy as np

from nlp.encoding import unit_rows
from nlp.types import Passage, Vectors

SUBJECTS = {
    "transport": ("bus", "trajet", "permis", "voiture", "horaires", "train"),
    "garde": ("crèche", "enfant", "nourrice", "garde", "école", "mercredi"),
    "entretien": ("entretien", "recruteur", "stress", "question", "costume", "salaire"),
    "logiciel": ("logiciel", "ordinateur", "tableur", "clavier", "fichier", "écran"),
}
DIMENSIONS = 24


def passages_about(subjects: Sequence[str], people: int = 12, each: int = 1, seed: int = 0) -> list[Passage]:
    """Each of ``people`` distinct persons per subject writes ``each`` passages about it."""
    rng = np.random.default_rng(seed)
    made: list[Passage] = []
    for subject in subjects:
        for person in range(people):
            for turn in range(each):
                words = rng.choice(SUBJECTS[subject], size=4, replace=False)
                made.append(
                    Passage(
                        key=f"{subject}-{person:02d}-{turn}",
                        entry=f"entry-{subject}-{person:02d}-{turn}",
                        author=f"{subject}-{person:02d}",
                        text=f"Hier {words[0]} puis {words[1]} : {words[2]}, {words[3]} et {_letters(len(made))}.",
                        quotable=True,
                    )
                )
    return made


def vectors_for(passages: Sequence[Passage], noise: float = 0.25) -> Vectors:
    """A vector near its subject's own direction; it depends on the key only, hence not on order."""
    directions = dict(zip(SUBJECTS, np.eye(DIMENSIONS), strict=False))
    rows = []
    for passage in passages:
        rng = np.random.default_rng(list(passage.key.encode()))
        rows.append(directions[passage.key.split("-")[0]] + noise * rng.normal(size=DIMENSIONS) / 2)
    return unit_rows(np.array(rows, dtype=np.float32).reshape(-1, DIMENSIONS))


def _letters(number: int) -> str:
    """A word that makes each text distinct."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "x"
