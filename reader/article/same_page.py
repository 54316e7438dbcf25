"""Web addresses of one page: the same key for all the ways in which it is written.

After what Hypothesis, browsers and search engines take for one document: scheme, ``www.``, port,
a slash at the end, the fragment, the order of the query and parameters that only count visitors
do not matter.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes, urlsplit

_WEB = ("http", "https")
_PORTS = {80, 443, None}
_COUNTING = re.compile(
    r"utm_\w+|ga_\w+|_ga|_gl|wt\.\w+|at_(medium|campaign|custom\d*|link_\w+|format|ptr_name|bbc_\w+)"
    r"|(fb|g|d)clid|gclsrc|[gw]braid|ms?clkid|ttclid|twclid|yclid|li_fat_id|mc_[ce]id|mkt_tok|igsh(id)?"
    r"|_hs(enc|mi)|hsctatracking|vero_(id|conv)|oly_(anon|enc)_id|s_cid|cmp(id)?|ncid|smid|xtor"
    r"|ref_src|fb_(action_ids|action_types|source|ref)|__twitter_impression|guce_\w+|guccounter",
    re.IGNORECASE,
)
_CODED = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_SAFE = "%/:?#[]@!$&'()*+,;=~"


@lru_cache(maxsize=16384)
def page_key(address: str) -> str:
    """Return what tells a page from others, the address itself where it is none of the web."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return address
    if parts.scheme.lower() not in _WEB or not host:
        return address
    name = host.rstrip(".").removeprefix("www.")
    if not name.isascii():
        with contextlib.suppress(UnicodeError):  # a name that no resolver knows stays as it is
            name = name.encode("idna").decode("ascii")
    place = name if port in _PORTS else f"{name}:{port}"
    query = sorted(
        _spelt(each)
        for each in parts.query.split("&")
        if each and not _COUNTING.fullmatch(each.partition("=")[0])
    )
    route = parts.fragment.partition(":~:")[0]
    # A page that a script composes names itself behind #/ or #!, an article of a feed behind #3.
    page = f"#{route}" if route.startswith(("/", "!")) or route.isdigit() else ""
    asked = f"?{'&'.join(query)}" if query else ""
    return f"//{place}{_spelt(parts.path).rstrip('/')}{asked}{page}"


def _spelt(words: str) -> str:
    """Return the same spelling for what may be coded or not."""

    def plain(found: re.Match[str]) -> str:
        sign = unquote_to_bytes(found[0])
        return sign.decode("ascii") if _UNRESERVED.fullmatch(sign) else found[0].upper()

    return _CODED.sub(plain, quote(words, safe=_SAFE, errors="replace"))


def page_keys(addresses: Iterable[str | None]) -> set[str]:
    """Return the keys of all web addresses among ``addresses``."""
    return {page_key(each) for each in addresses if each and "://" in each}
