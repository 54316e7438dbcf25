"""Sets evaluations as tables for a screen and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.training.attribution_evaluation import PARTS, AttributionEvaluation
from reader.training.entity_evaluation import EntityEvaluation
from reader.training.mistakes import Mistake
from reader.training.quote_evaluation import KINDS, QuoteEvaluation, SpeakerScore
from reader.training.scoring import Score, Scores
from reader.training.token_evaluation import TokenEvaluation

Evaluation = EntityEvaluation | AttributionEvaluation | QuoteEvaluation | TokenEvaluation

_HEADINGS = ("", "precision", "recall", "F1", "right", "gold", "found")


def table(evaluation: Evaluation, *, examples: int = 0) -> str:
    """Return the scores as lines of a table.

    With ``examples``, that many of each frequent mistake.
    """
    if isinstance(evaluation, EntityEvaluation):
        parts = _entity_tables(evaluation)
    elif isinstance(evaluation, AttributionEvaluation):
        parts = _attribution_tables(evaluation)
    elif isinstance(evaluation, QuoteEvaluation):
        parts = _quote_tables(evaluation)
    else:
        parts = _token_tables(evaluation)
    if examples:
        parts.append(_mistake_lines(evaluation.mistakes, examples))
    return "\n\n".join(parts) + "\n"


def to_json(evaluation: Evaluation, *, examples: int = 0) -> dict[str, Any]:
    """Return the scores as values for JSON.

    Every score with precision, recall, f1 and its counts.
    """
    if isinstance(evaluation, EntityEvaluation):
        report: dict[str, Any] = {
            "articles": evaluation.articles,
            "raw": _scores_json(evaluation.raw),
            "given_tokens": _scores_json(evaluation.given_tokens),
            "spacy_small": _scores_json(evaluation.rival),
        }
    elif isinstance(evaluation, AttributionEvaluation):
        report = {
            "units": evaluation.units,
            "exact": _scores_json(evaluation.exact),
            "jaccard": {part: round(value, 4) for part, value in evaluation.jaccard.items()},
        }
    elif isinstance(evaluation, QuoteEvaluation):
        report = _quotes_json(evaluation)
    else:
        report = {
            "passages": evaluation.passages,
            "tokens": _score_json(evaluation.tokens),
            "tokens_in_gold_sentences": _score_json(evaluation.gold_cut),
            "tokens_in_whole_paragraphs": _score_json(evaluation.whole),
            "sentences": _score_json(evaluation.sentences),
        }
    if examples:
        report["mistakes"] = [
            {"what": one.what, "count": one.count, "examples": list(one.examples[:examples])}
            for one in evaluation.mistakes
        ]
    return report


def _entity_tables(evaluation: EntityEvaluation) -> list[str]:
    tables = []
    for title, scores in (
        ("Entities from raw text", evaluation.raw),
        ("Entities with gold tokens", evaluation.given_tokens),
        ("spaCy's small model from raw text", evaluation.rival),
    ):
        if scores is not None:
            tables.append(_score_table(f"{title}, {evaluation.articles} articles", scores))
    return tables


def _attribution_tables(evaluation: AttributionEvaluation) -> list[str]:
    rows = [
        (part, f"{value:.3f}")
        for part, value in ((part, evaluation.jaccard[part]) for part in PARTS)
    ]
    title = f"Attribution with given tokens, {evaluation.units} paragraphs, exact"
    return [
        _score_table(title, evaluation.exact),
        _lines("Mean Jaccard of tokens", ("", "Jaccard"), rows),
    ]


def _quote_tables(evaluation: QuoteEvaluation) -> list[str]:
    tables = []
    for threshold, overall, kinds in (
        ("0.3", evaluation.loose, evaluation.loose_by_kind),
        ("0.8", evaluation.strict, evaluation.strict_by_kind),
    ):
        title = f"Quotes from raw text, {evaluation.articles} articles, overlap of {threshold}"
        tables.append(_score_table(title, Scores(overall, kinds)))
    whole = _row("source, cue and content exact", evaluation.whole)
    tables.append(_lines("Whole quotations", _HEADINGS, [whole]))
    rows = [
        (name, f"{one.accuracy:.3f}", f"{one.wrong_rate:.3f}", str(one.none), str(one.judged))
        for name, one in (
            *((kind, evaluation.speakers_by_kind[kind]) for kind in KINDS),
            ("all", evaluation.speakers),
        )
    ]
    headings = ("", "accuracy", "wrong", "left open", "judged")
    tables.append(_lines("Speakers of the quotes matched at 0.3", headings, rows))
    bands = [
        (f"from {band.least:.1f}", f"{band.predicted:.3f}", f"{band.right:.3f}", str(band.count))
        for band in evaluation.trust
    ]
    if bands:
        columns = ("trusted", "predicted", "right", "quotes")
        tables.append(_lines("How often a quote is right, by its trust", columns, bands))
    return tables


def _token_tables(evaluation: TokenEvaluation) -> list[str]:
    rows = [
        _row("tokens", evaluation.tokens),
        _row("  in gold sentences", evaluation.gold_cut),
        _row("  in whole paragraphs", evaluation.whole),
        _row("sentences", evaluation.sentences),
    ]
    return [_lines(f"Tokens, {evaluation.passages} paragraphs", _HEADINGS, rows)]


def _score_table(title: str, scores: Scores) -> str:
    rows = [_row(label, score) for label, score in scores.by_label.items()]
    return _lines(title, _HEADINGS, [*rows, _row("all", scores.overall)])


def _row(name: str, score: Score) -> tuple[str, ...]:
    figures = (score.precision, score.recall, score.f1)
    counts = (score.right, score.gold, score.found)
    return (name, *(f"{figure:.3f}" for figure in figures), *(str(count) for count in counts))


def _lines(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with its first column to the left and the others to the right."""
    every = [headings, *rows]
    widths = [max(len(row[column]) for row in every) for column in range(len(headings))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        ).rstrip()
        for row in every
    ]
    return "\n".join([title, *lines])


def _mistake_lines(mistakes: Sequence[Mistake], examples: int) -> str:
    lines = ["Most frequent mistakes"]
    for one in mistakes:
        lines.append(f"{one.count:5}  {one.what}")
        lines += [f"         {example}" for example in one.examples[:examples]]
    return "\n".join(lines)


def _score_json(score: Score) -> dict[str, float | int]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "right": score.right,
        "gold": score.gold,
        "found": score.found,
    }


def _scores_json(scores: Scores | None) -> dict[str, Any] | None:
    if scores is None:
        return None
    return {"all": _score_json(scores.overall), "by_label": _by_label_json(scores.by_label)}


def _by_label_json(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {label: _score_json(score) for label, score in scores.items()}


def _quotes_json(evaluation: QuoteEvaluation) -> dict[str, Any]:
    return {
        "articles": evaluation.articles,
        "overlap_0.3": _scores_json(Scores(evaluation.loose, evaluation.loose_by_kind)),
        "overlap_0.8": _scores_json(Scores(evaluation.strict, evaluation.strict_by_kind)),
        "whole_quotation": _score_json(evaluation.whole),
        "speakers": {
            "all": _speaker_json(evaluation.speakers),
            "by_kind": {
                kind: _speaker_json(score) for kind, score in evaluation.speakers_by_kind.items()
            },
        },
        "trust": [
            {
                "least": band.least,
                "predicted": round(band.predicted, 4),
                "right": round(band.right, 4),
                "quotes": band.count,
            }
            for band in evaluation.trust
        ],
    }


def _speaker_json(score: SpeakerScore) -> dict[str, float | int]:
    return {
        "accuracy": round(score.accuracy, 4),
        "wrong_rate": round(score.wrong_rate, 4),
        "right": score.right,
        "wrong": score.wrong,
        "left_open": score.none,
    }
