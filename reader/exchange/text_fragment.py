"""Links that open a page at the very passage: the text fragments of the WICG draft (2023).

``#:~:text=prefix-,start,end,-suffix``: browsers look for whole words, and for ``start`` and
``end`` apart when a passage is long or runs over paragraphs.
"""

from __future__ import annotations

from reader.article.anchor import Anchor, Part
from reader.exchange.percent_coding import percent_coded

_LONG = 120
_WORDS = 4


def fragment_link(url: str | None, anchor: Anchor) -> str | None:
    """Return the link to ``anchor`` on the page at ``url``, one directive for each part.

    None without an address that a browser opens.
    """
    if url is None or not url.startswith(("http://", "https://")):
        return None
    directives = [each for each in map(_directive, anchor.parts) if each]
    if not directives:
        return None
    page, _, fragment = url.partition("#")
    return f"{page}#{fragment.partition(':~:')[0]}:~:" + "&".join(directives)


def _directive(part: Part) -> str:
    words = part.exact.split()
    if not words:
        return ""
    lines = [line.split() for line in part.exact.split("\n") if line.strip()]
    if len(part.exact) > _LONG or len(lines) > 1:
        count = min(_WORDS, max(1, len(words) // 2))
        # A browser looks for each end within one line of the page.
        first, last = lines[0][:_WORDS], lines[-1][-_WORDS:]
        if len(lines) == 1:
            first, last = words[:count], words[-count:]
        head, tail = " ".join(first), " ".join(last)
        found = f"{_coded(head)},{_coded(tail)}" if len(words) > 1 else _coded(head)
    else:
        found = _coded(" ".join(words))
    before = _neighbours(part.prefix.rpartition("\n")[2], cut_first=True)
    behind = _neighbours(part.suffix.partition("\n")[0], cut_first=False)
    lead = f"{_coded(before)}-," if before else ""
    trail = f",-{_coded(behind)}" if behind else ""
    return f"text={lead}{found}{trail}"


def _neighbours(context: str, *, cut_first: bool) -> str:
    """Return the whole words of a context, whose outer end may be cut within a word."""
    words = context.split()
    if len(context) >= 32 and words:
        words = words[1:] if cut_first else words[:-1]
    return " ".join(words)


def _coded(words: str) -> str:
    # quote() leaves the dash alone, which is syntax here.
    return percent_coded(words).replace("-", "%2D")
