"""Scores tokens and sentences against a treebank: F1 over their borders in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.text.span import Span
from reader.training.corpora import TreebankSentence
from reader.training.mistakes import Mistake, Mistakes, in_context
from reader.training.scoring import Score
from reader.training.tagged_units import Tokenize

SplitSentences = Callable[[str], list[Span]]


@dataclass(frozen=True)
class GoldPassage:
    """A paragraph of the treebank with its tokens and sentences."""

    text: str
    tokens: tuple[Span, ...]
    sentences: tuple[Span, ...]


@dataclass(frozen=True)
class TokenEvaluation:
    """``tokens`` with sentences cut first as reading cuts them.

    ``gold_cut`` with those of the treebank, ``whole`` with none cut; ``sentences`` scores the
    cutting itself.
    """

    passages: int
    tokens: Score
    gold_cut: Score
    whole: Score
    sentences: Score
    mistakes: tuple[Mistake, ...]


def evaluate_tokens(
    sentences: Sequence[TreebankSentence], tokenize: Tokenize, split: SplitSentences
) -> TokenEvaluation:
    """Score ``tokenize`` and ``split`` on the paragraphs that ``sentences`` make."""
    gold = gold_passages(sentences)
    cuts = [split(passage.text) for passage in gold]
    found = _tokens(gold, cuts, tokenize)
    gold_cuts = [passage.sentences for passage in gold]
    whole = [(Span(0, len(passage.text)),) for passage in gold]
    tokens = [passage.tokens for passage in gold]
    mistakes = Mistakes()
    for passage, own, cut in zip(gold, found, cuts, strict=True):
        _add_examples(mistakes, "token", passage.text, passage.tokens, own)
        _add_examples(mistakes, "sentence", passage.text, passage.sentences, cut)
    return TokenEvaluation(
        len(gold),
        _score(tokens, found),
        _score(tokens, _tokens(gold, gold_cuts, tokenize)),
        _score(tokens, _tokens(gold, whole, tokenize)),
        _score(gold_cuts, cuts),
        mistakes.most_frequent(),
    )


def gold_passages(sentences: Sequence[TreebankSentence]) -> list[GoldPassage]:
    """Return the paragraphs of a treebank, sentences set one after another as they stood."""
    groups: list[list[TreebankSentence]] = []
    for sentence in sentences:
        if sentence.new_paragraph or not groups:
            groups.append([])
        groups[-1].append(sentence)
    passages = []
    for group in groups:
        text = ""
        tokens: list[Span] = []
        spans: list[Span] = []
        for sentence in group:
            start = len(text)
            text += sentence.text
            spans.append(Span(start, len(text)))
            tokens += [token.shifted(start) for token in sentence.tokens]
            text += " " if sentence.space_after else ""
        passages.append(GoldPassage(text.rstrip(" "), tuple(tokens), tuple(spans)))
    return passages


def _tokens(
    gold: Sequence[GoldPassage], cuts: Sequence[Sequence[Span]], tokenize: Tokenize
) -> list[list[Span]]:
    """Return the tokens of each passage, each of its stretches tokenised by itself."""
    texts = [
        cut.slice(passage.text) for passage, own in zip(gold, cuts, strict=True) for cut in own
    ]
    found = iter(tokenize(texts))
    return [[token.shifted(cut.start) for cut in own for token in next(found)] for own in cuts]


def _score(gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]]) -> Score:
    right = sum(len(set(one) & set(other)) for one, other in zip(gold, found, strict=True))
    return Score(right, sum(map(len, gold)), sum(map(len, found)))


def _add_examples(
    mistakes: Mistakes, what: str, text: str, gold: Sequence[Span], found: Sequence[Span]
) -> None:
    gold_ends, found_ends = {span.end for span in gold}, {span.end for span in found}
    for span in found:
        if span.end not in gold_ends:
            mistakes.add(f"{what} ends where none does", _place(text, span.end))
    for span in gold:
        if span.end not in found_ends:
            mistakes.add(f"{what} goes on behind its end", _place(text, span.end))


def _place(text: str, end: int) -> str:
    return in_context(text, Span(max(0, end - 12), end))
