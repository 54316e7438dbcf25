"""A few made-up sentences in the forms of the training data, enough for a run of a few steps."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

PEOPLE = ("Ana Ruiz", "Bo Lind", "Cy Marsh", "Dee Okafor")
PLACES = ("Lima", "Oslo", "Quito", "Bergen")
SAYINGS = ("the road is closed", "nobody was hurt", "rain will come", "the bridge holds")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def sentences(offset: int) -> list[tuple[str, str, str, str]]:
    """Text, person, place and saying of each sentence."""
    made = []
    for number in range(offset, offset + 24):
        person = PEOPLE[number % 4]
        place = PLACES[(number // 2) % 4]
        saying = SAYINGS[(number // 3) % 4]
        made.append((f"{person} said in {place} that {saying}.", person, place, saying))
    return made


def write_corpus(folder: Path) -> None:
    """All files that training reads, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, offset in (("train", 0), ("dev", 5)):
        entities, attributions, rows = [], [], []
        for number, (text, person, place, saying) in enumerate(sentences(offset)):
            tokens = [list(match.span()) for match in _TOKEN.finditer(text)]
            named = [_span(text, person, "Person"), _span(text, place, "Location")]
            entities.append({"id": f"{number}", "text": text, "tokens": tokens, "entities": named})
            said = {
                "source": [_span(text, person)],
                "cue": [_span(text, "said")],
                "content": [_span(text, saying)],
            }
            attributions.append({"id": f"{number}", "text": text, "attributions": [said]})
            rows += _conllu(text)
        _keep(folder / f"worldwide-{part}.jsonl.gz", map(json.dumps, entities))
        _keep(folder / f"polnear-{part}.jsonl.gz", map(json.dumps, attributions))
        _keep(folder / f"ewt-{part}.conllu.gz", rows)
    _keep(folder / "news.txt.gz", [text for text, *_ in sentences(2)] * 4)


def _span(text: str, words: str, *label: str) -> list[int | str]:
    start = text.index(words)
    return [start, start + len(words), *label]


def _conllu(text: str) -> list[str]:
    rows = ["# newpar"]
    matches = list(_TOKEN.finditer(text))
    for number, match in enumerate(matches, start=1):
        spaced = match.end() < len(text) and text[match.end()].isspace()
        misc = "_" if spaced else "SpaceAfter=No"
        rows.append("\t".join([str(number), match.group(), *["_"] * 7, misc]))
    return [*rows, ""]


def _keep(path: Path, lines: object) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)  # type: ignore[attr-defined]
