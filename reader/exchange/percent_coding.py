"""Words as part of an address, whatever characters they hold."""

from __future__ import annotations

import re
from urllib.parse import quote

_HALF = re.compile("[\ud800-\udfff]")


def percent_coded(words: str, safe: str = "") -> str:
    """Return ``words`` percent-coded in UTF-8; half a surrogate pair as U+FFFD."""
    return quote(_HALF.sub("\ufffd", words), safe=safe)
