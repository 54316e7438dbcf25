"""Reads a labelling config and tasks by Label Studio's own library, and prints what it found.

python read_by_label_studio.py FOLDER, where FOLDER has labelling-config.xml and tasks.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface


def main(folder: Path) -> dict[str, Any]:
    """Return the faults by task, the tasks as JSON-MIN and the rows of CoNLL."""
    config = (folder / "labelling-config.xml").read_text("utf-8")
    tasks = json.loads((folder / "tasks.json").read_text("utf-8"))
    interface = LabelInterface(config)
    interface.validate()
    faults = [
        [
            *(f for each in task.get("annotations", ()) for f in _faults(interface, each)),
            *(f for each in task.get("predictions", ()) for f in _faults(interface, each)),
        ]
        for task in tasks
    ]
    converter = Converter(config, str(folder), download_resources=False)
    results = {}
    for name in ("JSON_MIN", "CONLL2003"):
        converter.convert(str(folder / "tasks.json"), str(folder / name), name, is_dir=False)
        (results[name],) = (folder / name).iterdir()
    rows = results["CONLL2003"].read_text("utf-8").split("\n")
    return {
        "faults": faults,
        "min": json.loads(results["JSON_MIN"].read_text("utf-8")),
        "conll": [(row.split(" ")[0], row.split(" ")[-1]) for row in rows if " -X- _ " in row],
    }


def _faults(interface: LabelInterface, annotation: dict[str, Any]) -> list[str]:
    return interface.validate_prediction(annotation, return_errors=True)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
