"""What all dialogs share: their styles, loaded with the first of them."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.screen import ModalScreen

from reader.shipped import shipped_folder

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A screen over the reading screen."""

    CSS_PATH: ClassVar = str(shipped_folder("styles") / "dialogs.tcss")
