"""Work behind the screen: every worker is started here, so that no fault of one is lost."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reader.ui.messages import WorkFailed

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.worker import Worker

    from reader.ui.app import ReaderApp


def run_behind(
    node: App[Any] | Screen[Any],
    work: Callable[[], object],
    doing: str,
    *,
    group: str = "default",
    exclusive: bool = False,
    failed: Callable[[str], None] | None = None,
) -> Worker[None]:
    """Do ``work`` for ``node``, which gives it up when it goes: a coroutine function in the app's
    own loop, any other in a thread.

    A fault that the work does not deal with itself is kept in the log and told as one of
    ``doing`` ("comparing two versions"); ``failed`` is then handed the sentence, in the loop.
    """
    app: ReaderApp = node.app  # type: ignore[assignment]

    def note(fault: Exception) -> None:
        app.post_message(WorkFailed(app.fault_log.told(doing, fault), failed))

    if inspect.iscoroutinefunction(work):

        async def in_loop() -> None:
            try:
                await work()
            except Exception as fault:  # noqa: BLE001 whatever it is, reading goes on
                note(fault)

        return node.run_worker(in_loop, group=group, exclusive=exclusive)

    def in_thread() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001 whatever it is, reading goes on
            note(fault)

    return node.run_worker(in_thread, thread=True, group=group, exclusive=exclusive)
