"""Work behind a screen: every worker is started here or by the app, so that no fault is lost."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.worker import Worker


def run_behind(
    node: App[Any] | Screen[Any],
    work: Callable[[], object],
    *,
    group: str = "default",
    exclusive: bool = False,
) -> Worker[object]:
    """Do ``work``, guarded by the session, for ``node``, which gives it up when it goes.

    A coroutine function in the app's own loop, any other in a thread.
    """
    thread = not inspect.iscoroutinefunction(work)
    return node.run_worker(work, thread=thread, group=group, exclusive=exclusive)


def act_on_app(screen: Screen[Any], action: str) -> None:
    """Have the app do an action of its own."""
    screen.call_later(screen.app.run_action, f"app.{action}")
