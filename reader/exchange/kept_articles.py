"""The text of an article on the desk and what the machine found in it, from where they are kept."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.article.kept import KeptTexts

if TYPE_CHECKING:
    from reader.analysis.findings import ModelStamp
    from reader.annotations.records import ArticleRecord
    from reader.exchange.dossier import Loaded


class KeptArticles:
    """``texts`` and ``findings`` are the folders they are kept in, ``package`` that of the
    models in use.
    """

    def __init__(self, texts: Path, findings: Path, package: Path) -> None:
        self._texts = KeptTexts(texts)
        self._findings = findings
        self._package = package

    def text(self, article: ArticleRecord) -> Loaded:
        """The newest text of ``article`` that is kept, without findings."""
        return self._newest(article)[0], None

    def text_and_findings(self, article: ArticleRecord) -> Loaded:
        """The newest text of ``article`` that is kept, and what the models in use found in it."""
        text, fingerprint = self._newest(article)
        if text is None or self._stamp is None:
            return text, None
        from reader.analysis.cache import FindingsCache

        return text, FindingsCache(self._findings).load(fingerprint, self._stamp)

    def _newest(self, article: ArticleRecord) -> tuple[str | None, str]:
        for revision in reversed(article.revisions):
            text = self._texts.load(revision.fingerprint)
            if text is not None:
                return text, revision.fingerprint
        return None, ""

    @cached_property
    def _stamp(self) -> dict[str, ModelStamp] | None:
        from reader.analysis.packages import ModelError, stamp

        try:
            return stamp(self._package)
        except ModelError:
            return None
