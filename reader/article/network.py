"""What opening an article may do with the network, and where fetched pages are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.article.kept_pages import KeptPages


@dataclass(frozen=True, slots=True)
class Network:
    """``offline`` forbids every connection; what is in ``pages`` opens all the same."""

    offline: bool = False
    pages: KeptPages | None = None


OFFLINE = Network(offline=True)
