"""A corpus made ready for analysis: sorted, each text kept once, and nobody with much more to say than the others."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.language import fold
from nlp.passages import says_something
from nlp.types import Passage, PipelineSettings, Vectors

Rows = NDArray[np.intp]
LOUDEST = 3  # passages of one person that may shape the themes, at most, as a multiple of the median
LARGEST_SHARE = 1 / 3  # of a theme that one person may give


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sorted passages, and which of them shape the themes.

    Attributes
    ----------
    passages, vectors : n passages sorted by what they say, and their rows (n, d)
    said : the words of each passage, without case, accents or spacing: what makes two passages the same
    telling : rows that say something
    voices : rows among ``telling`` where nobody says the same words twice
    shaping : rows among ``voices`` that the themes are fitted on
    """

    passages: tuple[Passage, ...]
    vectors: Vectors
    said: tuple[str, ...]
    telling: Rows
    voices: Rows
    shaping: Rows

    @property
    def people(self) -> int:
        return len({self.passages[i].author for i in self.telling})


def prepare(passages: Sequence[Passage], vectors: Vectors) -> Corpus:
    """Sort, leave out what says nothing, and keep in ``shaping`` each text once and a bounded share per person.

    Raises
    ------
    ValueError
        When vectors and passages do not match, or when two passages bear the same key.
    """
    if len(passages) != len(vectors):
        raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
    if len({passage.key for passage in passages}) != len(passages):
        raise ValueError("two passages bear the same key")
    order = _by_content(passages)
    ordered = tuple(passages[i] for i in order)
    rows = np.asarray(vectors, dtype=np.float32)[np.array(order, dtype=np.intp)]
    telling = [i for i, p in enumerate(ordered) if says_something(p.text) and rows[i].any()]
    said = tuple(same_words(passage.text) for passage in ordered)
    voices = _said_once(telling, [(passage.author, words) for passage, words in zip(ordered, said, strict=True)])
    distinct = _said_once(voices, said)
    shaping = _nobody_louder(distinct, ordered)
    telling_rows, voice_rows, shaping_rows = (np.array(r, dtype=np.intp) for r in (telling, voices, shaping))
    return Corpus(ordered, rows, said, telling_rows, voice_rows, shaping_rows)


def _by_content(passages: Sequence[Passage]) -> list[int]:
    """Order passages without regard to keys, which are drawn at random: the same texts must give the same themes.

    People who say the same words are told apart by all that each of them says.
    """
    said: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        said[passage.author].append(passage.text)
    voice = {author: hashlib.sha256(repr(sorted(texts)).encode()).digest() for author, texts in said.items()}
    return sorted(range(len(passages)), key=lambda i: (passages[i].text, voice[passages[i].author], passages[i].key))


def _said_once(rows: Sequence[int], saying: Sequence[Hashable]) -> list[int]:
    first: dict[Hashable, int] = {}
    for row in rows:
        first.setdefault(saying[row], row)
    return sorted(first.values())


def _nobody_louder(rows: Sequence[int], passages: Sequence[Passage]) -> list[int]:
    by_author: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_author[passages[row].author].append(row)
    if not by_author:
        return []
    cap = LOUDEST * int(np.median([len(own) for own in by_author.values()]))
    return sorted(row for own in by_author.values() for row in own[:cap])


def same_words(text: str) -> str:
    return " ".join(fold(text).split())


def would_dominate(own: int, size: int) -> bool:
    """Tell whether one passage more by someone who gives ``own`` of ``size`` would make over a third theirs."""
    return own + 1 > LARGEST_SHARE * (size + 1)


def dominated(authors: Sequence[str]) -> bool:
    """Tell whether one person gives more than a third of these passages."""
    return bool(authors) and Counter(authors).most_common(1)[0][1] > LARGEST_SHARE * len(authors)


def fingerprint(corpus: Corpus, settings: PipelineSettings, encoder: str, former: Rows) -> str:
    """SHA-256 of everything a result depends on, whatever the order passages came in."""
    digest = hashlib.sha256(repr((sorted(asdict(settings).items()), encoder)).encode())
    digest.update(former.astype(np.int64).tobytes())
    for passage, vector in zip(corpus.passages, corpus.vectors, strict=True):
        digest.update(repr(passage).encode())
        digest.update(vector.tobytes())
    return digest.hexdigest()
