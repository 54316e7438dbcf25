"""Runs a Stanza tokenizer over many passages at once, without a Python step for each character.

Stanza's own processor builds its features one character at a time and makes three objects for
every token. Here the same network sees the same features, made with arrays, and gives the same
tokens; only the documents are left out. Sentences longer than the network's window are read as
Stanza reads them: window by window, each beginning behind the last sentence that ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from stanza.models.common.doc import Document
from stanza.models.tokenization.data import (
    NEWLINE_WHITESPACE_RE,
    PER_CHAR_FEAT_FUNCS,
    POSITION_FEAT_FUNCS,
    STRUCTURAL_FEATURES,
    WHITESPACE_RE,
)
from stanza.models.tokenization.utils import MASK_RE
from torch.nn.functional import logsigmoid

from reader.analysis.models.two_way_lstm import TwoWayLstm
from reader.analysis.units import Tokens

WINDOW = 1000
"""Characters that the network sees at once at most, as in Stanza's own prediction."""
BATCH = 8192
"""Characters in a batch, padding included."""
UNKNOWN_WORD = "<UNK>"
INSIDE, WORD_END, SENTENCE_END, LONG_SENTENCE_END = 0, 1, 2, 4

WEB_SIGN = re.compile(r"@|://|www\.|\.(?:gov|org|edu|net|com|co)\.")
WEB_WORD = 300
"""Characters of the longest address looked for; the pattern is slow on longer ones."""

Runner = Callable[[Callable[[list["_Window"]], Any], list[list["_Window"]]], list[Any]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph of a passage: ``first`` to ``last`` of the characters kept."""

    passage: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Window:
    piece: int
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first


class TokenModel:
    """The network of a Stanza tokenize processor, called on batches of passages."""

    def __init__(self, processor: Any) -> None:
        self._model = processor.trainer.model.eval()
        self._rnn = TwoWayLstm(self._model.rnn)
        self._rnn2 = TwoWayLstm(self._model.rnn2) if self._model.args["hierarchical"] else None
        self._vocab = processor.vocab
        args = processor.trainer.args
        names = args["feat_funcs"]
        self._features = [
            PER_CHAR_FEAT_FUNCS[name]
            for name in names
            if name not in POSITION_FEAT_FUNCS and name not in STRUCTURAL_FEATURES
        ]
        self._marks_end = "end_of_para" in names
        self._marks_start = "start_of_para" in names
        self._patterns = [
            STRUCTURAL_FEATURES[name] for name in STRUCTURAL_FEATURES if name in names
        ]

    @staticmethod
    def fits(processor: Any) -> bool:
        """Return whether ``processor`` has a network that is run here as Stanza would run it."""
        trainer = processor.trainer
        return (
            trainer is not None
            and not trainer.args.get("use_dictionary")
            and not trainer.args.get("skip_newline")
            and trainer.model.charmodel is None
            and trainer.model.args["conv_res"] is None
            and TwoWayLstm.fits(trainer.model.rnn)
        )

    def tokenize(self, passages: Sequence[str], run: Runner) -> list[Tokens]:
        """Return the tokens of each passage, offsets counted from its start.

        ``run`` calls a function on every batch, in any order, and gives the results in order.
        """
        characters = _Characters(passages)
        if not characters.pieces:
            return [Tokens([], [], [], []) for _ in passages]
        units, features = self._inputs(characters)
        marks = np.zeros(len(units), dtype=np.int8)

        def read(batch: list[_Window]) -> list[np.ndarray[Any, Any]]:
            return self._read(batch, units, features)

        waiting = [
            _Window(number, piece.first, min(piece.last, piece.first + WINDOW))
            for number, piece in enumerate(characters.pieces)
        ]
        while waiting:
            batches = _batches(waiting)
            waiting = []
            for batch, results in zip(batches, run(read, batches), strict=True):
                for window, found in zip(batch, results, strict=True):
                    end = characters.pieces[window.piece].last
                    taken = window.first + _advance(window, found, end)
                    marks[window.first : taken] = found[: taken - window.first]
                    if taken < end:
                        waiting.append(_Window(window.piece, taken, min(end, taken + WINDOW)))
        characters.finish(marks)
        return characters.tokens(marks)

    def _inputs(self, characters: _Characters) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the ids of units and the features (a row a character) of all characters kept."""
        ids = [self._vocab.unit2id(unit) for unit in characters.alphabet]
        units = torch.from_numpy(np.array(ids, dtype=np.int64)[characters.codes])
        table = np.array(
            [[function(unit) for function in self._features] for unit in characters.alphabet],
            dtype=np.float32,
        ).reshape(len(characters.alphabet), len(self._features))
        columns = [table[characters.codes]]
        if self._marks_end:
            columns.append(characters.flags(piece.last - 1 for piece in characters.pieces))
        if self._marks_start:
            columns.append(characters.flags(piece.first for piece in characters.pieces))
        columns += [characters.matches(pattern) for pattern in self._patterns]
        return units, torch.from_numpy(np.concatenate(columns, axis=1))

    def _read(
        self, batch: list[_Window], units: torch.Tensor, features: torch.Tensor
    ) -> list[np.ndarray[Any, Any]]:
        """Return the label of every character of each window.

        The network sees one blank unit behind every window, as it did in training.
        """
        lengths = [len(window) for window in batch]
        width = max(lengths) + 1
        ids = units.new_zeros(len(batch), width)
        rows = features.new_zeros(len(batch), width, features.shape[1])
        for row, window in enumerate(batch):
            ids[row, : len(window)] = units[window.first : window.last]
            rows[row, : len(window)] = features[window.first : window.last]
        with torch.inference_mode():
            seen = [length + 1 for length in lengths]
            labels = self._labels(ids, rows, seen).numpy()
        return [labels[row, :length] for row, length in enumerate(lengths)]

    def _labels(
        self, ids: torch.Tensor, features: torch.Tensor, lengths: list[int]
    ) -> torch.Tensor:
        """Return the likeliest label of every character, from the layers of Stanza's Tokenizer."""
        model = self._model
        hidden = self._rnn(torch.cat([model.embeddings(ids), features], dim=2), lengths)
        heads = ["tok", "sent", "mwt"] if model.args["use_mwt"] else ["tok", "sent"]
        scores = [getattr(model, f"{head}_clf")(hidden) for head in heads]
        if self._rnn2 is not None:
            sharpness = model.args["hier_invtemp"]
            if sharpness > 0:
                hidden = hidden * (1 - torch.sigmoid(-scores[0] * sharpness))
            hidden = self._rnn2(hidden, lengths)
            scores = [
                score + getattr(model, f"{head}_clf2")(hidden)
                for score, head in zip(scores, heads, strict=True)
            ]
        yes = [logsigmoid(score) for score in scores]
        no = [logsigmoid(-score) for score in scores]
        kinds = [no[0], yes[0] + no[1], yes[0] + yes[1]]
        if model.args["use_mwt"]:
            kinds = [no[0], *(kind + no[2] for kind in kinds[1:]), *(k + yes[2] for k in kinds[1:])]
        return torch.cat(kinds, dim=2).argmax(dim=2).to(torch.int8)


class _Characters:
    """All characters of some passages as one array, runs of white space made one space.

    ``codes`` are positions in ``alphabet``; ``pieces`` the paragraphs, as ranges of ``codes``.
    """

    def __init__(self, passages: Sequence[str]) -> None:
        cuts = [
            (number, start, end)
            for number, passage in enumerate(passages)
            for start, end in _paragraphs(passage)
        ]
        self._passages = passages
        texts = [passages[number][start:end] for number, start, end in cuts]
        points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
        kinds, every = np.unique(points, return_inverse=True)
        self.alphabet = [WHITESPACE_RE.sub(" ", chr(point)) for point in kinds]
        blank = np.array([unit == " " for unit in self.alphabet], dtype=bool)[every]
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        firsts = np.concatenate(([0], np.cumsum(lengths)))
        follows = np.zeros(len(points), dtype=bool)
        follows[1:] = blank[:-1]
        follows[firsts[:-1]] = False
        kept = np.nonzero(~(blank & follows))[0]
        self.codes = every[kept]
        self._blank = blank[kept]
        shifts = np.array([start for _, start, _ in cuts], dtype=np.int64) - firsts[:-1]
        self._places = kept + np.repeat(shifts, lengths)[kept]
        bounds = np.searchsorted(kept, firsts).tolist()
        self.pieces = [
            _Piece(number, bounds[place], bounds[place + 1])
            for place, (number, _, _) in enumerate(cuts)
        ]

    def flags(self, positions: Any) -> np.ndarray[Any, Any]:
        """Return a column (characters, 1) of 32-bit floats, 1 at ``positions`` and else 0."""
        column = np.zeros((len(self.codes), 1), dtype=np.float32)
        column[list(positions)] = 1
        return column

    def matches(self, pattern: re.Pattern[str]) -> np.ndarray[Any, Any]:
        """Return a column (characters, 1) with 1 wherever ``pattern`` matches in a paragraph."""
        return self.flags(
            piece.first + place
            for piece in self.pieces
            for match in pattern.finditer(self._text(piece.first, piece.last))
            for place in range(*match.span())
        )

    def finish(self, marks: np.ndarray[Any, Any]) -> None:
        """End each paragraph with a sentence and keep web and mail addresses whole."""
        for piece in self.pieces:
            last = marks[piece.last - 1]
            marks[piece.last - 1] = SENTENCE_END if last <= SENTENCE_END else LONG_SENTENCE_END
        for piece in self.pieces:
            text = self._passages[piece.passage]
            if not WEB_SIGN.search(text):
                continue
            place = piece.first
            for word in self._text(piece.first, piece.last).split(" "):
                if len(word) <= WEB_WORD and WEB_SIGN.search(word):
                    for match in MASK_RE.finditer(word):
                        first, last = place + match.start(), place + match.end() - 1
                        marks[first:last] = INSIDE
                        marks[last] = max(marks[last], WORD_END)
                place += len(word) + 1

    def tokens(self, marks: np.ndarray[Any, Any]) -> list[Tokens]:
        """Return the tokens that ``marks`` make of each passage.

        Tokens of white space are dropped.
        """
        lasts = np.nonzero(marks)[0]
        firsts = np.concatenate(([0], lasts[:-1] + 1))
        firsts = firsts + (self._blank[firsts] & (firsts < lasts))
        lasts_shown = lasts - (self._blank[lasts] & (firsts < lasts))
        worded = ~self._blank[firsts]
        firsts, lasts, lasts_shown = firsts[worded], lasts[worded], lasts_shown[worded]
        blanks = np.concatenate(([0], np.cumsum(self._blank)))
        inner = (blanks[lasts_shown + 1] - blanks[firsts] > 0).tolist()
        ends_sentence = (marks[lasts] % 2 == 0).tolist()
        starts = self._places[firsts].tolist()
        ends = (self._places[lasts_shown] + 1).tolist()
        per_passage = [Tokens([], [], [], []) for _ in self._passages]
        limits = np.searchsorted(firsts, [piece.last for piece in self.pieces]).tolist()
        position = 0
        for piece, limit in zip(self.pieces, limits, strict=True):
            text, tokens = self._passages[piece.passage], per_passage[piece.passage]
            already = len(tokens) - position
            tokens.starts.extend(starts[position:limit])
            tokens.ends.extend(ends[position:limit])
            for place in range(position, limit):
                word = text[starts[place] : ends[place]]
                if inner[place]:
                    word = " ".join(WHITESPACE_RE.sub(" ", word).split())
                tokens.words.append(word if len(word) <= WINDOW else UNKNOWN_WORD)
                if ends_sentence[place]:
                    tokens.sentence_ends.append(already + place + 1)
            if limit > position and not ends_sentence[limit - 1]:
                tokens.sentence_ends.append(len(tokens))
            position = limit
        return per_passage

    def _text(self, first: int, last: int) -> str:
        return "".join([self.alphabet[code] for code in self.codes[first:last].tolist()])


def _paragraphs(passage: str) -> list[tuple[int, int]]:
    """Return the stretches of ``passage`` between blank lines.

    Without the white space behind them.
    """
    borders = [match.span() for match in NEWLINE_WHITESPACE_RE.finditer(passage)]
    starts = [0, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), len(passage)]
    stretches = [
        (start, start + len(passage[start:end].rstrip()))
        for start, end in zip(starts, ends, strict=True)
    ]
    return [(start, end) for start, end in stretches if start < end]


def _batches(windows: list[_Window]) -> list[list[_Window]]:
    """Return ``windows`` in batches of at most ``BATCH`` characters, longest first."""
    batches: list[list[_Window]] = []
    width = 0
    for window in sorted(windows, key=len, reverse=True):
        if not batches or width * (len(batches[-1]) + 1) > BATCH:
            batches.append([])
            width = len(window)
        batches[-1].append(window)
    return batches


def _advance(window: _Window, marks: np.ndarray[Any, Any], end: int) -> int:
    """Return how many of a window's characters are read.

    All of the last one, else whole sentences.
    """
    if window.last == end:
        return len(window)
    breaks = np.nonzero((marks == SENTENCE_END) | (marks == LONG_SENTENCE_END))[0]
    return int(breaks[-1]) + 1 if len(breaks) else len(window)


class StockTokenModel:
    """A tokenizer of any other make, run as Stanza runs it."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor

    def tokenize(self, passages: Sequence[str], _run: Runner) -> list[Tokens]:
        """Return the tokens of each passage, offsets counted from its start."""
        documents = [Document([], text=passage) for passage in passages]
        with torch.inference_mode():
            return [_tokens_of(document) for document in self._processor.bulk_process(documents)]


def _tokens_of(document: Any) -> Tokens:
    found = Tokens([], [], [], [])
    for sentence in document.sentences:
        for token in sentence.tokens:
            found.starts.append(token.start_char)
            found.ends.append(token.end_char)
            found.words.append(token.text)
        found.sentence_ends.append(len(found))
    return found
