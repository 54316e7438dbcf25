#!/bin/sh
# Stanza lets anyone register a variant of a processor, and its tokenizer and parser take one. Its
# ner processor has the place for a variant too, but asks for its own taggers all the same: a
# pipeline with a variant of ner cannot be made.
# Exits 0 while that is so, 1 once it is otherwise.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "torch==2.13.0" "stanza==1.15.0"
cat >"$folder/look.py" <<'PYTHON'
import importlib.metadata
import json
import pathlib
import sys

import stanza
from stanza.pipeline.processor import ProcessorVariant, register_processor_variant

folder = pathlib.Path(sys.argv[1]) / "models"
folder.mkdir()
(folder / "resources.json").write_text(
    json.dumps({"en": {"lang_name": "English", "packages": {}, "tokenize": {}, "ner": {}}})
)


class Words(ProcessorVariant):
    OVERRIDE = True

    def __init__(self, config):
        pass

    def process(self, document):
        return stanza.Document([[{"id": 1, "text": str(document)}]], text=str(document))


class Names(ProcessorVariant):
    OVERRIDE = True

    def __init__(self, config):
        pass

    def process(self, document):
        return document


register_processor_variant("tokenize", "mine")(Words)
register_processor_variant("ner", "mine")(Names)


def made(processors):
    try:
        stanza.Pipeline(
            "en", dir=str(folder), package=None, processors=processors,
            download_method=None, verbose=False, use_gpu=False,
        )
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "made"


print("stanza", importlib.metadata.version("stanza"))
tokens = made({"tokenize": "mine"})
names = made({"tokenize": "mine", "ner": "mine"})
print("variant of tokenize:", tokens)
print("variant of ner:", names)
sys.exit(0 if tokens == "made" and "trainers" in names else 1)
PYTHON
"$folder/venv/bin/python" "$folder/look.py" "$folder"
