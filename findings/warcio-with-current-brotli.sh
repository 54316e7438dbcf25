#!/usr/bin/env bash
# warcio says that it unpacks Brotli answers where the library brotli is there. Guess: with both
# installed, the content of such a record comes out unpacked. Seen: AttributeError, since warcio
# sets an attribute on brotli's decompressor that a class written in C does not take.
# Exits 1 when that changes.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet "warcio==1.8.1" "brotli==1.2.1"
"$place/env/bin/python" - <<'PY'
import io
import sys
from importlib.metadata import version

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

out = io.BytesIO()
writer = WARCWriter(out, gzip=False)
headers = [("Content-Type", "text/html"), ("Content-Encoding", "br")]
writer.write_record(
    writer.create_warc_record(
        "https://mill.example/",
        "response",
        payload=io.BytesIO(brotli.compress(b"<p>The mill is open.</p>")),
        http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
    )
)
print("warcio", version("warcio"), "brotli", version("brotli"))
for record in ArchiveIterator(io.BytesIO(out.getvalue())):
    try:
        print("unpacked:", record.content_stream().read())
    except AttributeError as fault:
        print("AttributeError:", fault)
        sys.exit(0)
sys.exit(1)
PY
