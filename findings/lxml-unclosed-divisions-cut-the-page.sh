#!/bin/sh
# A page opens a division for each line and never closes one: a browser shows every line. lxml's
# parser of HTML nests each line deeper than the one before, stops at 256 elements, and returns the
# tree so far as a whole page: no exception, the reason is in the parser's log alone. With
# huge_tree=True it stops at 2048. trafilatura hands on what is left as the article.
# Exits 0 while that is so, 1 once it is otherwise.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "lxml==6.1.3" "lxml_html_clean==0.4.6" "trafilatura==2.3.1"
cat >"$folder/look.py" <<'PYTHON'
import importlib.metadata
import sys

from lxml import html
from trafilatura import extract

print("lxml", importlib.metadata.version("lxml"))
LINES = 400
page = "<html><body>" + "".join(
    f"<div>Line {n} of the harbour log gives the wind and the boats." for n in range(LINES)
)


def lines(text: str | None) -> int:
    return (text or "").count("of the harbour log")


usual = lines(html.document_fromstring(page).text_content())
huge = html.HTMLParser(huge_tree=True)
wider = lines(html.document_fromstring(page, parser=huge).text_content())
article = lines(extract(page))
print(f"{LINES} lines: lxml keeps {usual}, with huge_tree {wider}, trafilatura {article}")
as_seen = usual < LINES and wider == LINES and article < LINES
sys.exit(0 if as_seen else 1)
PYTHON
PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/look.py"
