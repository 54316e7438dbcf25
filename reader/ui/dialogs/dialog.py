"""What all dialogs share: their styles, loaded with the first of them."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from reader.shipped import shipped_folder
from reader.ui.breakpoints import HEIGHTS

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A screen over the reading screen."""

    VERTICAL_BREAKPOINTS = HEIGHTS
    CSS_PATH: ClassVar = str(shipped_folder("styles") / "dialogs.tcss")

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close, once: a second key may come before the first is done, and closes nothing else."""
        if self.app.screen is not self:
            closed: AwaitComplete = AwaitComplete.nothing()
            return closed
        return super().dismiss(result)
