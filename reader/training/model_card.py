"""The model card of a package: what is in it, from what data, how good it is, how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.training.package import PackageFile
from reader.whole_file import whole_file

CARD = "MODEL_CARD.md"

_THEIRS = "the texts belong to their publishers"
_DATA = (
    ("UD English EWT", "tokenizer", "CC BY-SA 4.0"),
    (
        "English Worldwide Newswire (Shan et al., Findings of EMNLP 2023)",
        "entities",
        f"research data set; {_THEIRS}",
    ),
    (
        "PolNeAR 1.0.0 (Newell et al., LREC 2018)",
        "attribution",
        f"research data set; {_THEIRS}",
    ),
    (
        "all-MiniLM-L6-v2 (sentence-transformers), of nreimers/MiniLM-L6-H384-uncased",
        "the weights that the tagger began as",
        "Apache-2.0 (see NOTICE)",
    ),
)
_CONTAINED = (
    "No text of any of them is contained: the files hold weights, and lists of single words and "
    "letters."
)

_LIMITS = """\
English news is what these models have read. Names are found best where they are frequent;
facilities, products and what falls under Misc are found badly. What is said indirectly is found
less surely than what is in quotation marks, and a source may be taken for another one near
it. Whoever relies on a finding should read the passage: nothing found here is a verified fact.
"""


@dataclass(frozen=True, slots=True)
class CardScore:
    """A line of the table of scores: what was measured, on what, and the figure."""

    what: str
    on: str
    figure: str


@dataclass(frozen=True)
class ModelCard:
    """What the card tells.

    ``command`` is what rebuilds the package, ``made`` the day as YYYY-MM-DD, ``recipes`` how each
    part was made, ``trials`` what was tried with its score.
    """

    version: str
    made: str
    command: str
    files: Sequence[PackageFile]
    scores: Sequence[CardScore]
    recipes: Sequence[str]
    trials: Sequence[str] = ()


def card_text(card: ModelCard) -> str:
    """Return the card in Markdown."""
    files = [(file.path, f"{file.size / 1e6:.1f} MB", file.md5) for file in card.files]
    scores = [(one.what, one.on, one.figure) for one in card.scores]
    parts = [
        "# Starter models",
        f"Version {card.version}, made on {card.made} with `{card.command}`.",
        "A tokenizer and a tagger for English news, in the form that Stanza loads: the tagger "
        "gives each word two tags from one reading, one for names, one for the source, cue and "
        "content of what is said. It shares the vectors of word pieces with the sentence encoder "
        "that ships beside it.",
        f"## Files\n\n{_table(('file', 'size', 'MD5'), files)}",
        f"## Data\n\n{_table(('data', 'used for', 'terms'), _DATA)}\n\n{_CONTAINED}",
        f"## Scores\n\n{_table(('what', 'on', 'figure'), scores)}",
        "## How it was made\n\n" + "\n".join(f"- {recipe}" for recipe in card.recipes),
    ]
    if card.trials:
        parts.append("## What was tried\n\n" + "\n".join(f"- {trial}" for trial in card.trials))
    parts.append(f"## Limits\n\n{_LIMITS.rstrip()}")
    return "\n\n".join(parts) + "\n"


def write_card(folder: Path, card: ModelCard) -> Path:
    """Write the card into the package's folder; gives its path."""
    path = folder / CARD
    with whole_file(path, mode=0o644) as file:
        file.write(card_text(card).encode())
    return path


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
