#!/usr/bin/env bash
# textual-serve serves a Textual app to a browser, and its package has the font Roboto Mono. Guess:
# the page takes the font from there and loads nothing from the Internet. Seen: no style names those
# files, and the page asks fonts.googleapis.com for a style sheet before it runs its script, so that
# without a network the text has another font. Exits 1 when that changes.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet "textual-serve==1.1.3"
"$place/env/bin/python" - <<'PY'
import asyncio
import re
import sys
from importlib.metadata import version

from aiohttp.test_utils import TestClient, TestServer
from textual_serve.server import Server


async def look() -> tuple[list[str], bool, int]:
    server = Server("true")
    async with TestClient(TestServer(await server._make_app())) as client:
        page = await (await client.get("/")).text()
        style = await (await client.get("/static/css/xterm.css")).text()
        font = await client.get("/static/fonts/RobotoMono-VariableFont_wght.ttf")
        outside = re.findall(r'"(https?://(?!localhost)[^"]+)"', page)
        outside = [each for each in outside if "w3.org" not in each]
        return outside, "fonts/" in page + style, font.status


outside, named, status = asyncio.run(look())
print("textual-serve", version("textual-serve"))
print("the page asks for:", outside)
print("the packaged font is served:", status == 200, "and named by a style:", named)
sys.exit(0 if outside and not named and status == 200 else 1)
PY
