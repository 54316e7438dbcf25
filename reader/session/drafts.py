"""What was typed but not yet saved, kept on disk so that it survives a crash.

One small file for each draft, named by a hash of what it belongs to, mode 0600. Marks that the
store refused are kept here too, as documents, until they are saved.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.annotations.records import ArticleRecord, Record
from reader.whole_file import whole_file

TEXT, RECORD = "text", "record"


class Drafts:
    """The drafts in ``folder``, which is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, belongs_to: str, text: str) -> None:
        """Keep ``text``, or forget the draft when it is empty. Raises OSError."""
        if not text.strip():
            self.forget(belongs_to)
            return
        self._write(TEXT, belongs_to, {"belongs_to": belongs_to, "text": text})

    def load(self, belongs_to: str) -> str | None:
        """The draft kept, None when there is none that can be read."""
        content = _read(self._path(TEXT, belongs_to))
        text = content.get("text")
        return text if isinstance(text, str) else None

    def forget(self, belongs_to: str) -> None:
        with contextlib.suppress(OSError):
            self._path(TEXT, belongs_to).unlink()

    def keep_record(self, record: Record) -> None:
        """Keep a record that the store could not take. Raises OSError."""
        from reader.annotations.record_json import to_document

        self._write(RECORD, record.id, {"document": to_document(record)})

    def forget_record(self, record_id: str) -> None:
        with contextlib.suppress(OSError):
            self._path(RECORD, record_id).unlink()

    def records(self) -> list[Record]:
        """The records kept because they could not be saved."""
        return list(self._records())

    def _records(self) -> Iterator[Record]:
        from reader.annotations.record_json import from_document

        with contextlib.suppress(OSError):
            for path in sorted(self._folder.glob(f"{RECORD}-*.json")):
                with contextlib.suppress(ValueError):
                    yield from_document(_read(path).get("document") or {})

    def _path(self, kind: str, belongs_to: str) -> Path:
        name = hashlib.sha256(belongs_to.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{kind}-{name}.json"

    def _write(self, kind: str, belongs_to: str, content: dict[str, object]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole_file(self._path(kind, belongs_to)) as file:
            file.write(json.dumps(content).encode("ascii"))


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def adopted(refused: Sequence[Record], articles: Sequence[ArticleRecord]) -> list[Record]:
    """Records kept as drafts, on the desk's record of their article where there is one now."""
    ids: dict[str, str] = {}
    for record in refused:
        if isinstance(record, ArticleRecord):
            texts = {revision.fingerprint for revision in record.revisions}
            for known in articles:
                if any(revision.fingerprint in texts for revision in known.revisions):
                    ids[record.article_id] = known.article_id
    return [
        replace(record, article_id=ids.get(record.article_id, record.article_id))
        for record in refused
        if not (isinstance(record, ArticleRecord) and record.article_id in ids)
    ]
