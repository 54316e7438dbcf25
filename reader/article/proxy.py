"""The proxy that is between this machine and the internet, as the environment names it.

HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY in either case, on macOS and Windows else what
the system settings say (urllib.request). This machine itself is never asked for by a proxy.
"""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote
from urllib.request import getproxies, proxy_bypass

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from reader.article.article import ArticleError
from reader.article.public_address import is_public

_PORTS = {"http": 80, "https": 443}
_NAMES_OF_INSIDE = re.compile(
    r"(?:[^.]+|.*\.(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa))\.?",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"Tunnel connection failed: (\d{3})")


@dataclass(frozen=True, slots=True)
class Proxy:
    """``scheme`` is how the proxy itself is spoken to; ``authorization`` is its header's value."""

    scheme: str
    host: str
    port: int
    authorization: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Proxy-Authorization": self.authorization} if self.authorization else {}

    @property
    def address(self) -> str:
        """Where the proxy is, without name and password."""
        return Url(self.scheme, None, self.host, self.port).url

    def explain(self, host: str, fault: Exception | None) -> str:
        """Return what to say when ``host`` was not had through the proxy."""
        refused = _REFUSED.search(str(fault))
        if refused is None:
            return f"The proxy {self.name} does not answer; check HTTPS_PROXY and the network."
        if refused[1] == "407":
            return self.wants_a_password()
        return (
            f"The proxy {self.name} does not connect to {host} ({refused[1]}); "
            "try again later, or ask who runs it."
        )

    def wants_a_password(self) -> str:
        return (
            f"The proxy {self.name} asks for a name and a password; "
            "give them in HTTPS_PROXY as http://name:password@host:port."
        )


def proxy_for(url: Url) -> Proxy | None:
    """Return the proxy by which ``url`` is to be had.

    ArticleError for one that reader cannot use.
    """
    host = (url.host or "").strip("[]")
    every = getproxies()
    named = every.get(url.scheme or "") or every.get("all")
    if not named or _is_this_machine(host) or _is_excepted(host, url.port, every.get("no", "")):
        return None
    try:
        proxy = parse_url(named if "://" in named else f"http://{named}")
    except (LocationParseError, ValueError):
        raise ArticleError(
            f"The proxy that is set for {url.scheme} is not written as an address; "
            "write http://host:port."
        ) from None
    if proxy.scheme not in _PORTS or not proxy.host:
        raise ArticleError(
            f"The proxy that is set for {url.scheme} is of the kind {proxy.scheme}, which reader "
            "cannot use; set one that starts with http:// or https://."
        )
    port = proxy.port or _PORTS[proxy.scheme]
    login = b64encode(unquote(proxy.auth).encode("utf-8")).decode("ascii") if proxy.auth else ""
    authorization = f"Basic {login}" if login else None
    return Proxy(proxy.scheme, proxy.host.strip("[]"), port, authorization)


def is_inside(host: str) -> bool:
    """Return whether a name or IP address is plainly none of the public internet."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _NAMES_OF_INSIDE.fullmatch(host) is not None
    return not is_public(host)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".").endswith("localhost")


def _is_excepted(host: str, port: int | None, exceptions: str) -> bool:
    """Return whether NO_PROXY names the host, also with its port or as a network (10.0.0.0/8)."""
    if proxy_bypass(host) or (port and proxy_bypass(f"{host}:{port}")):
        return True
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return False
    for each in exceptions.split(","):
        try:
            if ip in ipaddress.ip_network(each.strip(), strict=False):
                return True
        except ValueError:
            continue
    return False
