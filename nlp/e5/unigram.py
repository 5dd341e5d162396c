"""Cut a text into the pieces of a vocabulary that make it most probable (Kudo, 2018), as XLM-RoBERTa does."""

import re
from array import array

from nlp.e5.weights import Vocabulary

SPACE = "▁"
UNKNOWN_PENALTY = 10.0  # how far below the least probable piece, in logarithm, is a character that no piece holds


class Unigram:
    """The tokenizer of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._pieces = vocabulary.pieces
        self._normalised = vocabulary.normalised
        self._unknown = vocabulary.unknown
        self._scores = array("f", vocabulary.scores.tobytes())
        self._least = min(self._scores) - UNKNOWN_PENALTY
        self._longest = max(map(len, vocabulary.pieces))

    def cut(self, text: str) -> list[int]:
        """Give the numbers of the pieces of a text, in order."""
        spelled = SPACE + re.sub(" +", SPACE, text.translate(self._normalised))
        return [piece for piece, _ in self._cut_spelled(spelled)]

    def cut_in_place(self, text: str) -> tuple[list[int], list[int]]:
        """Give the numbers of the pieces of a text, then which of them, in order, holds each of its characters."""
        spelled, places, spaced = [SPACE], [], False
        for character in text:
            places.append(len(spelled))
            for read in self._normalised.get(ord(character), character):
                if read != " " or not spaced:
                    spelled.append(SPACE if read == " " else read)
                spaced = read == " "
        cut = self._cut_spelled("".join(spelled))
        holders = [number for number, (_, size) in enumerate(cut) for _ in range(size)]
        return [piece for piece, _ in cut], [holders[min(place, len(holders) - 1)] for place in places]

    def _cut_spelled(self, spelled: str) -> list[tuple[int, int]]:
        """Give the number of each piece and how many characters it holds."""
        pieces, starts = self._most_probable(spelled)
        cut, end = [], len(spelled)
        while end:
            cut.append((pieces[end], end - starts[end]))
            end = starts[end]
        return cut[::-1]

    def _most_probable(self, spelled: str) -> tuple[list[int], list[int]]:
        """For each place in a text, give the last piece of the best way there, and where it starts (Viterbi)."""
        size = len(spelled)
        best = [0.0] + [float("-inf")] * size
        pieces, starts = [self._unknown] * (size + 1), list(range(-1, size))
        for start in range(size):
            best[start + 1] = max(best[start + 1], best[start] + self._least)
            for end in range(start + 1, min(start + self._longest, size) + 1):
                piece = self._pieces.get(spelled[start:end])
                if piece is not None and best[start] + self._scores[piece] > best[end]:
                    best[end] = best[start] + self._scores[piece]
                    pieces[end], starts[end] = piece, start
        return pieces, starts
