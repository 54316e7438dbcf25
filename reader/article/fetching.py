"""Fetches one page for one person, who gave its address.

Time, size (as sent and unpacked) and redirects are limited; no cookie is taken or sent, nothing
is fetched but the page itself. robots.txt is for programs that go from page to page by themselves
and is not asked for; who asks is said in the User-Agent. A server is asked once a second at most,
and not again before the time that it names. By a proxy, the proxy finds the machine.
"""

from __future__ import annotations

import http.client
import logging
import math
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError, ProtocolError, SSLError
from urllib3.util import Url, parse_url

from reader.article.article import ArticleError
from reader.article.pace import Pace
from reader.article.proxy import Proxy, is_inside, proxy_for
from reader.article.public_address import is_public, reachable
from reader.article.refusals import refusal, seconds_until
from reader.article.transport import ask_by_proxy, ask_directly
from reader.version import __version__

_MIB = 1024 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
_CHUNK = 65536
_LOOK_UP = 3.0
"""Seconds that a name is looked up for where a proxy does without."""
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,text/*;q=0.9,application/*;q=0.8,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
    "User-Agent": f"reader/{__version__} (opens single articles for a person)",
}
_PACE = Pace()


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the whole, bytes unpacked, and how many redirects are followed."""

    seconds: float = 30.0
    largest: int = 32 * _MIB
    redirects: int = 8


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the address it came from in the end, those it was redirected to, the bytes."""

    address: str
    data: bytes
    media_type: str = ""
    charset: str | None = None
    redirects: tuple[str, ...] = ()


class UnreachableError(ArticleError):
    """An address that gave no answer."""


def fetch(address: str, limits: Limits | None = None, *, led_from: str | None = None) -> Fetched:
    """Return what is at ``address`` (http or https).

    ArticleError, in one sentence, when it is not had.

    ``led_from`` is the feed that named the address; None for one that the person typed.
    """
    limits = limits or Limits()
    # Its log would be written over the screen.
    logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)
    journey = _Journey(address, limits, led_from)
    here = journey.parsed(address)
    redirects: list[str] = []
    while True:
        response = journey.ask(here, redirected=bool(redirects))
        with _closing(response):
            target = response.headers.get("Location")
            if response.status not in _REDIRECTS or not target:
                return journey.received(response, here, tuple(redirects))
        if len(redirects) >= limits.redirects:
            raise ArticleError(
                f"{address} redirects more than {limits.redirects} times; open it in a browser."
            )
        here = journey.parsed(target, here.url)
        redirects.append(here.url)


class _Journey:
    """One fetch with all its redirects, and the time that is left for it."""

    def __init__(self, address: str, limits: Limits, led_from: str | None = None) -> None:
        self.address = address
        self._led_from = led_from
        self.limits = limits
        self._ends = time.monotonic() + limits.seconds
        self._typed_local: tuple[str, int] | None = None
        self._sockets: list[socket.socket] = []

    def parsed(self, address: str, base: str = "") -> Url:
        """Return ``address``, which may be relative to ``base``, in its parts."""
        try:
            address = urljoin(base, address)
            url = parse_url(address)
            port = url.port or 0
        except (LocationParseError, ValueError):
            raise ArticleError(
                f"{address} is not a web address; check how it is written."
            ) from None
        if url.scheme not in ("http", "https") or not url.host or port > 65535:
            raise ArticleError(f"{address} is not a web address that reader can fetch.")
        if url.auth:
            raise ArticleError(f"{address} holds a password; give the address without it.")
        return Url(url.scheme, None, url.host, url.port, url.path or "/", url.query)

    def ask(self, url: Url, *, redirected: bool) -> urllib3.BaseHTTPResponse:
        host, port = (url.host or "").strip("[]"), _port(url)
        proxy = proxy_for(url)
        if proxy is not None:
            return self._ask_proxy(proxy, url, redirected=redirected)
        addresses = self._resolved(host, port)
        if not addresses:
            raise UnreachableError(
                f"No machine named {host} was found; check the address and the network."
            )
        local = not all(is_public(each) for each in addresses)
        if self._led_from is not None and not redirected:
            redirected, self._typed_local = True, self._feed_s_own_machine()
            self._take_turn(host)
        elif not redirected and local:
            self._typed_local = (host, port)
        may = reachable(
            addresses, redirected=redirected, typed_local=self._typed_local == (host, port)
        )
        if not may:
            raise self._not_public(host)
        if not local and not redirected:
            self._take_turn(host)
        fault: Exception | None = None
        for ip in may[:3]:
            try:
                with self._cut_when_late():
                    return ask_directly(
                        url, ip, headers=_HEADERS, seconds=self._in_time(),
                        trust=_trust() if url.scheme == "https" else None,
                        watch=self._sockets.append,
                    )  # fmt: skip
            except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
                fault = error
                self._drop()
                self._in_time()
        raise self._unreachable(host, fault)

    def _ask_proxy(self, proxy: Proxy, url: Url, *, redirected: bool) -> urllib3.BaseHTTPResponse:
        """Has the proxy fetch ``url``; a redirect may not lead it to a machine of its own network.

        The name is looked up here too, where that can be done, for the address it has inside.
        """
        host = (url.host or "").strip("[]")
        led = self._led_from is not None and not redirected
        if led:
            self._typed_local = self._feed_s_own_machine()
        elif not redirected:
            self._typed_local = (host, _port(url))
        if (
            (led or redirected)
            and self._typed_local != (host, _port(url))
            and (
                is_inside(host)
                or not all(is_public(each) for each in self._resolved(host, _port(url), _LOOK_UP))
            )
        ):
            raise self._not_public(host)
        if not redirected:
            self._take_turn(host)
        try:
            with self._cut_when_late():
                response = ask_by_proxy(
                    url, proxy.address, proxy_headers=proxy.headers, headers=_HEADERS,
                    trust=_trust() if "https" in (url.scheme, proxy.scheme) else None,
                    seconds=self._in_time(), watch=self._sockets.append,
                )  # fmt: skip
        except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
            self._drop()
            self._in_time()
            if isinstance(error, (ssl.SSLError, SSLError)):
                raise self._unreachable(host, error) from None
            raise UnreachableError(proxy.explain(host, error)) from None
        if response.status == 407:
            response.close()
            raise UnreachableError(proxy.wants_a_password())
        return response

    def _feed_s_own_machine(self) -> tuple[str, int] | None:
        """Host and port of the feed that led here, where the person typed a local address."""
        if self._led_from is None or "://" not in self._led_from:
            return None
        url = self.parsed(self._led_from)
        host, port = (url.host or "").strip("[]"), _port(url)
        local = not all(is_public(each) for each in self._resolved(host, port, _LOOK_UP))
        return (host, port) if local else None

    def _not_public(self, host: str) -> ArticleError:
        if self._led_from is not None:
            return ArticleError(
                f"{self._led_from} leads to {host}, which is not on the public internet; "
                "that is not followed."
            )
        return ArticleError(
            f"{self.address} redirects to {host}, which is not on the public internet; "
            "that is not followed."
        )

    def _take_turn(self, host: str) -> None:
        wait = _PACE.turn(host)
        time.sleep(min(wait, self._in_time()))
        self._in_time()

    def received(
        self, response: urllib3.BaseHTTPResponse, url: Url, redirects: tuple[str, ...]
    ) -> Fetched:
        """Return the body of a good answer."""
        if response.status != 200:
            raise ArticleError(f"{self.address} {self._refused(response, url.host or '')}.")
        content_type = response.headers.get("Content-Type", "")
        media_type = content_type.partition(";")[0].strip().lower()
        if media_type.startswith(("image/", "video/", "audio/", "font/")):
            raise ArticleError(f"{self.address} is no article, but of the kind {media_type}.")
        charset = _CHARSET.search(content_type)
        return Fetched(
            url.url, self._body(response), media_type, charset[1] if charset else None, redirects
        )

    def _body(self, response: urllib3.BaseHTTPResponse) -> bytes:
        parts: list[bytes] = []
        size = 0
        host = self.address
        try:
            with self._cut_when_late():
                while part := response.read(_CHUNK, decode_content=True):
                    size += len(part)
                    if size > self.limits.largest:
                        raise ArticleError(
                            f"{self.address} is larger than {self.limits.largest / _MIB:.3g} MiB; "
                            "save the part to be read as a file."
                        )
                    parts.append(part)
                    self._in_time()
        except (OSError, HTTPError, http.client.HTTPException, ValueError):
            self._in_time()
            raise UnreachableError(f"{host} broke off before it was whole; try again.") from None
        self._in_time()
        return b"".join(parts)

    def _refused(self, response: urllib3.BaseHTTPResponse, host: str) -> str:
        """Why there is no page; a server that says when it may be asked again is left alone."""
        again = seconds_until(response.headers.get("Retry-After", ""))
        if again is not None and response.status in (429, 503):
            _PACE.hold(host.strip("[]"), again)
        return refusal(response.status, again)

    def _resolved(self, host: str, port: int, most: float = math.inf) -> list[str]:
        """Return the IP addresses of ``host``.

        The system's resolver knows no time limit of its own.
        """
        found: list[str] = []

        def look() -> None:
            try:
                every = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):
                return
            found.extend(dict.fromkeys(str(each[4][0]) for each in every))

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        thread.join(min(self._in_time(), most))
        self._in_time()
        return list(found)

    def _in_time(self) -> float:
        """Return the seconds left; ArticleError when none are."""
        left = self._ends - time.monotonic()
        if left <= 0:
            self._drop()
            raise UnreachableError(
                f"{self.address} did not come within {self.limits.seconds:g} seconds; "
                "try again later."
            )
        return left

    @contextmanager
    def _cut_when_late(self) -> Iterator[None]:
        """End the connection at the deadline: a socket's limit starts again with each piece."""
        timer = threading.Timer(max(0.0, self._ends - time.monotonic()), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut(self) -> None:
        for sock in self._sockets:
            try:
                # Not SSLSocket's own, which another thread that reads does not survive.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                continue

    def _drop(self) -> None:
        for sock in self._sockets:
            sock.close()
        self._sockets.clear()

    def _unreachable(self, host: str, fault: Exception | None) -> UnreachableError:
        if isinstance(fault, (ssl.SSLError, SSLError)):
            return UnreachableError(
                f"{host} did not prove that it is {host} (its certificate is not good); "
                "nothing was fetched."
            )
        cause = fault.args[-1] if isinstance(fault, ProtocolError) and fault.args else fault
        if isinstance(cause, (http.client.HTTPException, ValueError)):
            return UnreachableError(f"{host} gave an answer that is not HTTP; check the address.")
        return UnreachableError(f"{host} does not answer; check the address and the network.")


@contextmanager
def _closing(response: urllib3.BaseHTTPResponse) -> Iterator[None]:
    try:
        yield
    finally:
        response.close()


def _port(url: Url) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _trust() -> ssl.SSLContext:
    """Return the system's certificates, and those that came with the dependencies."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
