#!/bin/sh
# htmldate reads a day written out in Korean, French or Turkish. Of a day written in Chinese or
# Japanese (year, month and day with a character behind each) it keeps the year alone and answers
# with the first of January, as sure as of any other day: a date that no page gave.
# Exits 0 while that is so, 1 once it is otherwise.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "htmldate==1.11.0" "dateparser==1.5.0" "lxml==6.1.3"
cat >"$folder/look.py" <<'PYTHON'
import importlib.metadata
import sys

from htmldate import find_date

print("htmldate", importlib.metadata.version("htmldate"))
written = {
    "Korean": "2021\ub144 3\uc6d4 5\uc77c",
    "Turkish": "5 Mart 2021",
    "Chinese and Japanese": "2021\u5e743\u67085\u65e5",
}
found = {
    language: find_date(
        f"<html><body><p>{day}</p></body></html>", extensive_search=True, original_date=True
    )
    for language, day in written.items()
}
for language, day in found.items():
    print(f"{language}: {written[language]} is read as {day}")
right = "2021-03-05"
as_seen = found == {
    "Korean": right, "Turkish": right, "Chinese and Japanese": "2021-01-01",
}
sys.exit(0 if as_seen else 1)
PYTHON
PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/look.py"
