"""What all dialogs share: their styles, loaded with the first of them."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.screen import ModalScreen

from reader.shipped import shipped_folder

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A screen over the reading screen."""

    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-low"), (16, "-high")]
    CSS_PATH: ClassVar = str(shipped_folder("styles") / "dialogs.tcss")
