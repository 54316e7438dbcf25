"""What people who only look on may not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.session.notebook import LOOK_ONLY
from reader.ui.keymap_review import VERDICTS

if TYPE_CHECKING:
    from reader.session.session import Session

_IDS = """
    note tag tag-again colour article-note join highlight claim label add-part mark-all delete
    undo redo accept dismiss relabel speaker versions save-again new-version complete export
    desk-status desk-tag desk-archive desk-remove desk-add
    notes-edit notes-tag notes-delete notes-export
    codebook-rename codebook-describe codebook-colour codebook-add codebook-delete
    evidence reason wording claim-fields claim-status checklist same-claim forget bulk
    labels-left labels-right labels-both labels-neither
    their-verdict not-same grow-start shrink-start
"""
CHANGING = frozenset(_IDS.split()).union(VERDICTS)
"""The commands that change notes or write files. Those that may also move a selection, like
``grow``, are refused by the notes themselves.
"""


def refused(session: Session, command: str) -> bool:
    """Return whether ``command`` may not be done here, and say so."""
    if session.settings.look_only and command in CHANGING:
        session.refuse(LOOK_ONLY)
        return True
    return False
