"""Which machines a redirect may lead to: those of the public internet, and no others.

A page on the internet must not make reader look at what only this machine or its network can
reach. An address that the person typed may be local; a redirect may not leave the internet, but
for one that stays at the very host and port that was typed and is local.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NEVER_PUBLIC = tuple(map(ipaddress.ip_network, ("::/96", "64:ff9b:1::/48", "fec0::/10")))
"""IPv4 in its oldest form within IPv6, NAT64 for local use (RFC 8215), and site-local addresses:
Python calls them global, and each may lead to a machine of this network.
"""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, an IPv4 address inside it included."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(ip in network for network in _NEVER_PUBLIC if network.version == ip.version):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def reachable(addresses: Sequence[str], *, redirected: bool, typed_local: bool) -> list[str]:
    """Return those of a host's IP addresses that may be connected to.

    ``redirected`` tells that a page led here; ``typed_local`` that this is the very host and
    port that the person typed, and that it was local then.
    """
    if not redirected or typed_local:
        return list(addresses)
    return [address for address in addresses if is_public(address)]
