"""``reader evaluate``: scores the models on annotated news."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

from reader.cli.desk import settings_for
from reader.cli.printing import format_argument
from reader.cli.training_log import quiet_stanza
from reader.errors import ReaderError
from reader.training.evaluation_report import table, to_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="entities|attribution|quotes|tokens|worth|known", help="what to score"
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help='worth: sentences of {"text": …, "worth": 1 or 0}, a line each',
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder with the data files")
    parser.add_argument(
        "--tokens",
        type=Path,
        metavar="FILE",
        help='attribution alone: sentences of {"tokens": […], "labels": […]}, a line each',
    )
    parser.add_argument(
        "--claims", type=Path, metavar="FILE", help="known: claims with id, claim and title"
    )
    parser.add_argument(
        "--queries", type=Path, metavar="FILE", help="known: posts with text, and same: the ids"
    )
    parser.add_argument(
        "--package", type=Path, metavar="DIR", help="folder of the models (default: those in use)"
    )
    parser.add_argument(
        "--part", choices=("dev", "train"), default="dev", help="part of the data (default: dev)"
    )
    parser.add_argument(
        "--examples",
        type=int,
        default=0,
        metavar="N",
        help="print N examples of each frequent mistake",
    )
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Raise EvaluationError, DataError, ModelError."""
    if options.what == "worth":
        return _worth(options)
    if options.what == "known":
        return _known(options)
    if options.claims is not None or options.queries is not None:
        raise ReaderError("--claims and --queries go with known alone; leave them out.")
    if options.file is not None:
        raise ReaderError("A FILE goes with worth alone; name the folder of the data with --data.")
    from reader.training.evaluate import evaluate

    quiet_stanza()
    package = options.package or settings_for(options).package
    found = evaluate(
        options.what, options.data, package=package, part=options.part, tokens=options.tokens
    )
    if options.format == "json":
        document = to_json(found, examples=options.examples)
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print(table(found, examples=options.examples), end="")
    return 0


def _worth(options: argparse.Namespace) -> int:
    from reader.training.worth_evaluation import evaluate_worth

    if options.file is None:
        raise ReaderError("Name the file of sentences: `reader evaluate worth FILE`.")
    scores = evaluate_worth(options.file)
    if options.format == "json":
        print(json.dumps(dataclasses.asdict(scores)))
        return 0
    print(f"sentences          {scores.sentences}, {scores.worth} worth a check")
    print(f"words and sense    AP {scores.ap:.3f}  F1 {scores.f1:.3f}")
    print(f"words alone        AP {scores.words_ap:.3f}  F1 {scores.words_f1:.3f}")
    return 0


def _known(options: argparse.Namespace) -> int:
    from reader.training.known_evaluation import evaluate_known

    if options.claims is None or options.queries is None:
        raise ReaderError("Name both files: `reader evaluate known --claims FILE --queries FILE`.")
    scores = evaluate_known(options.claims, options.queries)
    if options.format == "json":
        print(json.dumps(scores.to_json()))
        return 0
    print(f"queries            {scores.queries} among {scores.claims} claims")
    print(f"MAP@5              {scores.map_at_5:.3f}")
    print(f"shown first        {scores.precision:.3f} right, {scores.recall:.3f} found")
    return 0
