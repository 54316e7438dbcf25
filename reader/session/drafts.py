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
_EVIDENCE = ("url", "title", "excerpt")


class Drafts:
    """The drafts in ``folder``, which is made when the first one is kept; None: in memory alone.

    Where it cannot be written, they go to ``elsewhere``; where that cannot be written either,
    they stay in memory, and ``unwritten`` has their words.
    """

    def __init__(self, folder: Path | None, elsewhere: Path | None = None) -> None:
        self._folders = [each for each in (folder, elsewhere) if each is not None]
        self._unwritten: dict[str, dict[str, Any]] = {}

    def keep(self, belongs_to: str, text: str) -> None:
        """Keep ``text``, or forget the draft when it is empty. Raises OSError."""
        if not text.strip():
            self.forget(belongs_to)
            return
        self._write(_name(TEXT, belongs_to), {"belongs_to": belongs_to, "text": text})

    def load(self, belongs_to: str) -> str | None:
        """Return the draft kept, None when there is none that can be read."""
        text = self._content(_name(TEXT, belongs_to)).get("text")
        return text if isinstance(text, str) else None

    def forget(self, belongs_to: str) -> None:
        self._remove(_name(TEXT, belongs_to))

    def keep_record(self, record: Record) -> None:
        """Keep a record that the store could not take. Raises OSError."""
        from reader.annotations.record_json import to_document

        self._write(_name(RECORD, record.id), {"document": to_document(record)})

    def forget_record(self, record_id: str) -> None:
        self._remove(_name(RECORD, record_id))

    def records(self) -> list[Record]:
        """Return the records kept because they could not be saved."""
        return list(self._records())

    def unwritten(self) -> list[str]:
        """Return the words of each draft that is in memory alone.

        After one more try to write it.
        """
        for name, content in tuple(self._unwritten.items()):
            with contextlib.suppress(OSError):
                self._write(name, content)
        return [words for words in map(_words, tuple(self._unwritten.values())) if words]

    def _records(self) -> Iterator[Record]:
        from reader.annotations.record_json import from_document

        names: set[str] = set()
        for folder in self._folders:
            with contextlib.suppress(OSError):
                names |= {path.name for path in folder.glob(f"{RECORD}-*.json")}
        for name in sorted(names):
            document = self._content(name).get("document")
            if isinstance(document, dict):
                with contextlib.suppress(ValueError):
                    yield from_document(document)

    def _content(self, name: str) -> dict[str, Any]:
        """Return what was kept last under ``name``, empty when nothing can be read."""
        if name in self._unwritten:
            return self._unwritten[name]
        found = [folder / name for folder in self._folders if (folder / name).is_file()]
        return _read(max(found, key=lambda path: path.stat().st_mtime)) if found else {}

    def _remove(self, name: str) -> None:
        self._unwritten.pop(name, None)
        for folder in self._folders:
            with contextlib.suppress(OSError):
                (folder / name).unlink()

    def _write(self, name: str, content: dict[str, Any]) -> None:
        data = json.dumps(content).encode("ascii")
        refusal: OSError | None = None
        for folder in self._folders:
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                with whole_file(folder / name) as file:
                    file.write(data)
            except OSError as fault:
                refusal = refusal or fault
            else:
                self._unwritten.pop(name, None)
                return
        self._unwritten[name] = content
        if refusal is not None:
            raise refusal


def _name(kind: str, belongs_to: str) -> str:
    digest = hashlib.sha256(belongs_to.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{kind}-{digest}.json"


def _words(content: dict[str, Any]) -> str:
    """Return what a person would have to type again: the words, and what they are on."""
    if "text" in content:
        return str(content["text"])
    document = content.get("document", {})
    if document.get("kind") == "article":
        return ""
    parts = (document.get("anchor") or {}).get("parts") or [{}]
    passage = " … ".join(str(part.get("exact", "")) for part in parts)
    evidence = [
        str(each.get(name)) for each in document.get("evidence") or () for name in _EVIDENCE
        if each.get(name)
    ]  # fmt: skip
    own = [
        str(document[name]) for name in ("body", "claim", "reason", "type") if document.get(name)
    ]
    tags = [f"#{tag}" for tag in document.get("tags") or ()]
    return "\n".join([f"on “{passage}”:", *own, *tags, *evidence])


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def adopted(refused: Sequence[Record], articles: Sequence[ArticleRecord]) -> list[Record]:
    """Record kept as drafts, on the desk's record of their article where there is one now."""
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
