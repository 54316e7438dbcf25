"""What opening an article may do with the network, and where fetched pages are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.article.stored_pages import StoredPages


@dataclass(frozen=True, slots=True)
class Network:
    """``offline`` forbids every connection; what is in ``pages`` opens all the same.

    ``named_by`` is the feed whose addresses are opened; None for those that the person typed.
    """

    offline: bool = False
    pages: StoredPages | None = None
    named_by: str | None = None

    def led_from(self, location: str) -> Network:
        """Return the same for the addresses that what is at ``location`` names."""
        return replace(self, named_by=location)


OFFLINE = Network(offline=True)
