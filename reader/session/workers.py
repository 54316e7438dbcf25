"""Work behind the screen, so that no fault of it is lost."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Protocol


class Workers(Protocol):
    """What the session needs of the loop that it runs in."""

    def start(self, work: Callable[[], object], *, group: str, exclusive: bool) -> object:
        """Run a coroutine function in the loop, any other function in a thread.

        ``exclusive`` gives up what runs in the same group.
        """

    def wake(self) -> None:
        """Have the session's news taken in the loop; called from any thread."""

    def after_frame(self, work: Callable[[], object]) -> object:
        """Do some work once the next frame is on the screen."""


def guarded(
    work: Callable[[], object], failed: Callable[[Exception], None]
) -> Callable[[], object]:
    """Return the same work, which hands a fault that it does not deal with itself to ``failed``."""
    if inspect.iscoroutinefunction(work):

        async def in_loop() -> None:
            try:
                await work()
            except Exception as fault:  # noqa: BLE001 whatever it is, reading goes on
                failed(fault)

        return in_loop

    def in_thread() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001 whatever it is, reading goes on
            failed(fault)

    return in_thread
