#!/usr/bin/env bash
# pyrefiqda: its "strict" models of REFI-QDA check which attributes are there, and not what is in
# them.
#
# Expected: the library calls its models strictly typed and compliant with the standard, and each
# model holds the pattern of the schema for a GUID ("8-4-4-4-12" hexadecimal digits) and a colour
# ("#RRGGBB"), and that a list of codes has at least one. A value that breaks one of these is
# refused when the model is made, or at the latest when it is saved or loaded.
# Seen: a missing attribute is refused (also isCodable, which the README's own example leaves out).
# A GUID "first", a colour "red" and an empty list of codes are taken, saved and loaded again
# without a word: the patterns lie in the metadata of the fields, which pydantic does not read.
# A program that validates against the schema refuses such a file.
# What works: check these values yourself before you save, or validate the file against the schema.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  pyrefiqda==0.3.1 pydantic==2.14.4 xsdata==26.10 xsdata-pydantic==24.5
cat > seen.py <<'PY'
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError
from pyrefiqda import RefiCodebook
from pyrefiqda.models import CodeBook, CodebookCodesType, CodebookCodeType

print("pyrefiqda", version("pyrefiqda"), "pydantic", version("pydantic"))


def saved_and_loaded(codes):
    RefiCodebook.save(CodeBook(codes=CodebookCodesType(code=codes)), "codes.qdc")
    return RefiCodebook.load("codes.qdc").codes.code


try:
    CodebookCodeType(guid="first", name="weather")
    missing = "taken"
except ValidationError:
    missing = "refused"
print("isCodable missing:", missing)
(code,) = saved_and_loaded(
    [CodebookCodeType(guid="first", name="weather", is_codable=True, color="red")]
)
print("GUID and colour that break their patterns:", code.guid, code.color)
print("in the file:", "first" in Path("codes.qdc").read_text(encoding="utf-8"))
empty = saved_and_loaded([])
print("a list of codes that must not be empty:", empty)
seen = missing == "refused" and (code.guid, code.color) == ("first", "red") and empty == []
print("as described above" if seen else "this has changed")
raise SystemExit(0 if seen else 1)
PY
venv/bin/python seen.py
