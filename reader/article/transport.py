"""How a page is asked for: urllib3's pools, with connections to the one machine that was checked.

A name is looked up once, what it means is checked, and the connection goes to that address: a
name that means another machine the second time leads nowhere else. Certificates are proven for
the name.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util import Url
from urllib3.util.connection import create_connection

Watch = Callable[[socket.socket], None]
"""Is given every socket as it opens, so that whoever waits can end it."""


class _Checked(HTTPConnection):
    """Connects to ``address`` whatever its host's name means by then; None looks the name up."""

    def __init__(self, *given: Any, address: str | None = None, watch: Watch, **more: Any) -> None:
        self.address = address
        self.watch = watch
        super().__init__(*given, **more)

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn() if self.address is None else self._to_address(self.address)
        self.watch(sock)
        return sock

    def _to_address(self, address: str) -> socket.socket:
        try:
            return create_connection(
                (address, self.port), self.timeout, socket_options=self.socket_options
            )
        except TimeoutError as late:
            raise ConnectTimeoutError(self, f"{address} did not answer in time") from late
        except OSError as fault:
            raise NewConnectionError(self, f"{address} cannot be reached: {fault}") from fault

    def connect(self) -> None:
        super().connect()
        if isinstance(self.sock, socket.socket):
            self.watch(self.sock)


class _CheckedSecurely(_Checked, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Checked


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _CheckedSecurely


def ask_directly(
    url: Url,
    address: str,
    *,
    headers: Mapping[str, str],
    trust: ssl.SSLContext | None,
    seconds: float,
    watch: Watch,
) -> urllib3.BaseHTTPResponse:
    """Return the answer of the machine at ``address`` for ``url``. Raises what urllib3 raises."""
    kind: Any = partial(_SecurePool, ssl_context=trust) if url.scheme == "https" else _Pool
    pool = kind(
        (url.host or "").strip("[]"), url.port, timeout=seconds, retries=False,
        address=address, watch=watch,
    )  # fmt: skip
    answer: urllib3.BaseHTTPResponse = pool.urlopen(
        "GET", url.request_uri, headers=headers, redirect=False, preload_content=False
    )
    return answer


def ask_by_proxy(
    url: Url,
    proxy: str,
    *,
    proxy_headers: Mapping[str, str],
    headers: Mapping[str, str],
    trust: ssl.SSLContext | None,
    seconds: float,
    watch: Watch,
) -> urllib3.BaseHTTPResponse:
    """Return the answer that a proxy brings, for https by a tunnel. Raises what urllib3 raises."""
    manager = urllib3.ProxyManager(
        proxy, num_pools=1, proxy_headers=proxy_headers, proxy_ssl_context=trust,
        ssl_context=trust, timeout=seconds, retries=False,
    )  # fmt: skip
    pools: dict[str, Any] = {
        "http": partial(_Pool, watch=watch),
        "https": partial(_SecurePool, watch=watch),
    }
    manager.pool_classes_by_scheme = pools
    return manager.urlopen("GET", url.url, headers=headers, redirect=False, preload_content=False)
