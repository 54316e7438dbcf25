"""``reader evaluate``: scores the models on annotated news."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from reader.cli.desk import settings_for
from reader.cli.printing import format_argument
from reader.cli.training_log import quiet_stanza


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="entities|attribution|quotes|tokens", help="what to score")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data files")
    parser.add_argument(
        "--tokens",
        type=Path,
        metavar="FILE",
        help='attribution alone: sentences of {"tokens": […], "labels": […]}, a line each',
    )
    parser.add_argument("--package", type=Path, metavar="DIR", help="else the models in use")
    parser.add_argument("--part", choices=("dev", "train"), default="dev", help="of the data (dev)")
    parser.add_argument(
        "--examples", type=int, default=0, metavar="N", help="N of each frequent mistake"
    )
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Raise EvaluationError, DataError, ModelError."""
    from reader.training.evaluate import evaluate
    from reader.training.evaluation_report import table, to_json

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
