#!/bin/sh
# trafilatura removes duplicates when asked with deduplicate=True. Without that it still drops a
# paragraph of more than about a hundred characters that says the same as the one before it: a
# refrain, or a sentence that a speaker repeats, is there once. A shorter one is kept twice.
# Exits 0 while that is so, 1 once it is otherwise.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "trafilatura==2.3.1" "lxml==6.1.3" "lxml_html_clean==0.4.6"
cat >"$folder/look.py" <<'PYTHON'
import importlib.metadata
import sys

from trafilatura import bare_extraction

print("trafilatura", importlib.metadata.version("trafilatura"))
FIRST = (
    "The ferry was late on the day of the vote, and nobody on the quay had been asked what the "
    "island would do without it in winter."
)
LONG = (
    "We asked for one boat and one only, she told the hall, and we have asked for that boat in "
    "each of the nine winters since the old one sank."
)
SHORT = "We asked for one boat."


def copies(words, between=""):
    inside = f"<p>{FIRST}</p><p>{words}</p>{between}<p>{words}</p><p>{FIRST} Others had.</p>"
    page = f"<html><body><article><h1>One boat</h1>{inside}</article></body></html>"
    found = bare_extraction(page, deduplicate=False, include_comments=False)
    return "\n".join(found.body.itertext()).count(words)


seen = {
    "a long paragraph, twice in a row": copies(LONG),
    "the same with another between": copies(LONG, "<p>The hall was silent for a while then.</p>"),
    "a short paragraph, twice in a row": copies(SHORT),
}
for what, count in seen.items():
    print(f"{what}: there {count} time(s)")
sys.exit(0 if list(seen.values()) == [1, 2, 2] else 1)
PYTHON
"$folder/venv/bin/python" "$folder/look.py"
