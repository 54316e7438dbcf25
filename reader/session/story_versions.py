"""The article in view as a new version of a story on the desk: recognised, offered, joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.records import ArticleRecord, now
from reader.session.choice import Choice, Row
from reader.session.findings_outline import one_line, snippet
from reader.text.local_day import local_day
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.versions import EarlierVersion
    from reader.article.article import Article
    from reader.session.stage import Asking
    from reader.session.state import SessionState

YES, NO = "yes", "no"


class VersionSeen(NamedTuple):
    """The article with ``article_id`` looks like a new version of one on the desk."""

    article_id: str
    earlier: EarlierVersion


class StoryVersions:
    """``earlier`` is what the article in view seems to be a new version of, if anything."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._looked_at: set[str] = set()
        self._seen: dict[str, EarlierVersion] = {}
        state.when(VersionSeen, self._take)

    @property
    def earlier(self) -> EarlierVersion | None:
        article_id = self._state.notebook.article_id
        return self._seen.get(article_id) if article_id else None

    def look(self, record: ArticleRecord, article: Article) -> None:
        """Look, behind the screen and once a session.

        Whether ``record`` is new to the desk but its story is not; ``VersionSeen`` follows.
        """
        state = self._state
        if len(record.revisions) != 1 or record.article_id in self._looked_at:
            return
        self._looked_at.add(record.article_id)
        articles = state.notebook.articles

        def look() -> None:
            from reader.annotations.versions import earlier_version
            from reader.article.story_prints import StoryPrints

            settings = state.settings
            prints = StoryPrints(settings.story_prints)
            found = earlier_version(article, articles, prints, settings.library.texts)
            if found is not None:
                state.hear(VersionSeen(record.article_id, found))

        state.behind(look, "looking for earlier versions of the story", group="versions")

    def _take(self, news: VersionSeen) -> None:
        """Say what was recognised, and by which key it is answered."""
        state = self._state
        articles = state.notebook.articles
        created = (each.created for each in articles if each.article_id == news.article_id)
        if news.earlier.record.created > next(created, now()):
            return  # the other one came later: it is the new version, when it is opened
        self._seen[news.article_id] = news.earlier
        if news.article_id != state.notebook.article_id:
            return
        looks = f"This looks like a new version of {_title(news.earlier)}"
        key = state.key_of("new-version")
        state.report(f"{looks}: {key} makes them one article, or not.", loud=True)

    def ask(self, stage: Asking) -> None:
        """Ask whether the two are one article."""
        state, earlier = self._state, self.earlier
        if earlier is None:
            state.refuse("No similar article on the desk.")
            return
        notes = counted(state.notebook.counts.get(earlier.record.article_id, 0), "note")
        rows = [
            Row(
                YES,
                "yes, make them one",
                "y",
                f"{notes} and all decisions move to it; u undoes",
            ),
            Row(NO, "no, another article", "n", "reader does not ask again"),
        ]
        seen = local_day(earlier.record.revisions[-1].seen)
        title = f"Is this a new version of {_title(earlier)} of {seen}?"
        stage.ask(Choice(title, rows), lambda answer: self._answered(earlier, answer))

    def _answered(self, earlier: EarlierVersion, answer: str) -> None:
        state, newer = self._state, self._state.record
        if newer is None:
            return
        if state.notebook.read_only:
            state.report("These notes are read-only: nothing was changed.")
            return
        self._seen.pop(newer.article_id, None)
        if answer == YES:
            state.notebook.make_one(earlier.record.article_id, newer.article_id)
            state.report(f"Made one article with {_title(earlier)} · {state.undo_hint}")
        else:
            from reader.annotations.versions import said_apart

            state.notebook.put_article(said_apart(earlier.record, newer, now()), "keep apart")
            state.report(f"It stays an article of its own · {state.undo_hint}")


def _title(earlier: EarlierVersion) -> str:
    return f"“{snippet(one_line(earlier.record.title) or 'untitled', 50)}”"
