#!/usr/bin/env bash
# Textual 8.2.8: `text-style: reverse` on the highlighted row of an OptionList is never drawn.
#
# The style sheet is accepted, and `get_component_styles` reports "reverse". The row is drawn with
# `Widget.get_visual_style`, which carries bold, dim, italic, underline and strike over, but not
# reverse. So a style sheet that marks the row by reverse alone, as Textual's own command palette
# does for terminals without colour, marks nothing. Expected: the row is drawn in reverse, as
# with `bold`.
#
# Prints what is drawn; exits 1 when Textual behaves otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "textual==8.2.8"
cat > "$folder/rows.py" <<'PY'
import asyncio
import sys
from importlib.metadata import version

from textual.app import App
from textual.widgets import OptionList


class Rows(App):
    CSS = """
    OptionList:focus > .option-list--option-highlighted { text-style: reverse; }
    OptionList.-loud:focus > .option-list--option-highlighted { text-style: bold; }
    """

    def compose(self):
        yield OptionList("harbour", "lighthouse")


def style_of(rows, word):
    lines = (rows.render_line(number) for number in range(rows.size.height))
    return next(part.style for line in lines for part in line if word in part.text)


async def main():
    app = Rows()
    async with app.run_test(size=(30, 6)) as pilot:
        rows = app.query_one(OptionList)
        rows.focus()
        rows.highlighted = 0
        await pilot.pause()
        asked = rows.get_component_styles("option-list--option-highlighted").text_style
        drawn = style_of(rows, "harbour")
        rows.add_class("-loud")
        await pilot.pause()
        loud = style_of(rows, "harbour")
    print(f"textual {version('textual')}")
    print(f"style sheet: {asked}; drawn in reverse: {bool(drawn.reverse)}")
    print(f"style sheet: bold; drawn in bold: {bool(loud.bold)}")
    return 0 if asked.reverse and not drawn.reverse and loud.bold else 1


sys.exit(asyncio.run(main()))
PY
"$folder/venv/bin/python" "$folder/rows.py"
