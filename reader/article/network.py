"""What opening an article may do with the network, and where fetched pages are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Network:
    """``offline`` forbids every connection; what is in the folder ``pages`` opens all the same."""

    offline: bool = False
    pages: Path | None = None


OFFLINE = Network(offline=True)
