"""Who may talk to the server: the browser of this machine that has the whole address."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

OWN_NAMES = frozenset({"127.0.0.1", "localhost"})
"""Names under which a browser reaches this machine. Any other is a page from elsewhere that had
its own name point here (DNS rebinding). The port is free, as a tunnel may use another one.
"""
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is loaded from outside, and the address with its token goes nowhere."""
REFUSED = "Open the whole address that `reader serve` printed, on the machine that it runs on.\n"


def admits(path: str, headers: Mapping[str, str], token: str) -> bool:
    """Return whether a request has the token and comes from a page of this server, or from none."""
    host = headers.get("Host", "")
    if _name(f"//{host}") not in OWN_NAMES:
        return False
    origin = headers.get("Origin")
    if origin is not None and origin.lower() != f"http://{host}".lower():
        return False
    given = path.lstrip("/").partition("/")[0]
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode())


def guarded_by(token: str) -> Middleware:
    """Return a middleware that refuses each request without ``token``, WebSockets included."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if admits(request.path, request.headers, token):
            return await handler(request)
        return web.Response(status=403, text=REFUSED)

    return guard


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
