#!/usr/bin/env bash
# label-studio-sdk 2.1.2: LabelInterface.validate_task() refuses every task that somebody annotated.
#
# Expected: True for a task whose annotation is valid, as validate_annotation() says of it.
# Seen: TypeError. The method calls validate_annotation() and validate_prediction() without the
# annotation. A task without annotations passes. Validate each annotation by itself.
# What the package needs for text is installed alone: all of it is half a gigabyte.
# Exits 1 when this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  label-studio-sdk==2.1.2 annotated-types==0.8.0 appdirs==1.4.4 attrs==26.1.0 certifi==2026.10.19.post1 \
  charset-normalizer==3.5.3 defusedxml==0.7.1 faker==40.63.0 idna==3.20 ijson==3.6.0 jsf==0.11.2 \
  jsonschema==4.26.0 jsonschema-specifications==2025.9.1 lxml==6.1.3 nltk==3.10.4 numpy==2.2.6 \
  pillow==13.0.0 pydantic==2.14.4 pydantic-core==2.50.5 pyjwt==2.13.0 python-dateutil==4.0.0 \
  referencing==0.37.0 regex==2026.11.19 requests==2.34.2 rpds-py==2026.9.1 rstr==3.2.2 \
  smart-open==9.0.2 typing-extensions==4.16.0 typing-inspection==0.4.5 tzdata==2026.6 ujson==6.1.0 \
  urllib3==2.8.0 wrapt==1.17.3 xmljson==0.2.1 httpx==0.28.1 anyio==4.16.0 httpcore==1.0.9 h11==0.16.0
"$folder/env/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from label_studio_sdk.label_interface import LabelInterface

interface = LabelInterface(
    '<View><Labels name="label" toName="text"><Label value="Ship"/></Labels>'
    '<Text name="text" value="$text"/></View>'
)
region = {
    "id": "r1", "type": "labels", "from_name": "label", "to_name": "text",
    "value": {"start": 4, "end": 8, "text": "Vega", "labels": ["Ship"]},
}
annotation = {"result": [region]}
task = {"data": {"text": "The Vega sailed at noon."}}
print("label-studio-sdk", version("label-studio-sdk"))
plain = interface.validate_task(task)
print("a task without annotations:", plain)
valid = interface.validate_annotation(annotation)
print("the annotation by itself:", valid)
try:
    annotated = repr(interface.validate_task(task | {"annotations": [annotation]}))
except TypeError as fault:
    annotated = f"TypeError: {fault}"
print("the task with that annotation:", annotated)
sys.exit(0 if plain and valid and annotated.startswith("TypeError") else 1)
PYTHON
