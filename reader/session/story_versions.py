"""The article in view as a new version of a story on the desk: recognised, offered, made one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotations.records import ArticleRecord, now
from reader.session.findings_outline import one_line, snippet
from reader.text.local_day import local_day
from reader.ui.behind import run_behind
from reader.ui.messages import VersionSeen

if TYPE_CHECKING:
    from reader.annotations.versions import EarlierVersion
    from reader.article.article import Article
    from reader.ui.app import ReaderApp

YES, NO = "yes", "no"


class StoryVersions:
    """``earlier`` is what the article in view seems to be a new version of, if anything."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._looked_at: set[str] = set()
        self._seen: dict[str, EarlierVersion] = {}

    @property
    def earlier(self) -> EarlierVersion | None:
        article_id = self._app.notebook.article_id
        return self._seen.get(article_id) if article_id else None

    def look(self, record: ArticleRecord, article: Article) -> None:
        """Look, behind the screen and once a session, whether ``record`` is new to the desk but
        its story is not; ``VersionSeen`` follows.
        """
        app = self._app
        if len(record.revisions) != 1 or record.article_id in self._looked_at:
            return
        self._looked_at.add(record.article_id)
        articles = app.notebook.articles

        def look() -> None:
            from reader.annotations.versions import earlier_version
            from reader.article.kept import KeptTexts
            from reader.article.story_prints import StoryPrints

            settings = app.settings
            found = earlier_version(
                article,
                articles,
                StoryPrints(settings.story_prints),
                KeptTexts(settings.kept_texts),
            )
            if found is not None:
                app.post_message(VersionSeen(record.article_id, found))

        run_behind(app, look, "looking for earlier versions of the story", group="versions")

    def take(self, message: VersionSeen) -> None:
        """Tell what was recognised, and by which key it is answered."""
        app = self._app
        if message.earlier.record.created > _created(app, message.article_id):
            return  # the other one came later: it is the new version, when it is opened
        self._seen[message.article_id] = message.earlier
        if message.article_id != app.notebook.article_id:
            return
        key = next(iter(app.keys.of("new-version")), "")
        told = f"This looks like a new version of {self._title(message.earlier)}"
        app.reader.tell(f"{told}: {key} makes them one article, or not.", loud=True)

    def ask(self) -> None:
        """Ask whether the two are one article."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        app, earlier = self._app, self.earlier
        if earlier is None:
            app.reader.refuse("This article looks like no other one on the desk.")
            return
        number = app.notebook.counts.get(earlier.record.article_id, 0)
        notes = "1 note" if number == 1 else f"{number} notes"
        rows = [
            Row(YES, "yes, make them one", "y", f"{notes} and all decisions come along; u undoes"),
            Row(NO, "no, another article", "n", "it is not asked again"),
        ]

        def chosen(answer: str | None) -> None:
            app.reader.to_article()
            if answer is not None:
                self._answered(earlier, answer)

        app.clear_notifications()
        seen = local_day(earlier.record.revisions[-1].seen)
        title = f"Is this a new version of {self._title(earlier)} of {seen}?"
        app.push_screen(Choice(title, rows), chosen)

    def _answered(self, earlier: EarlierVersion, answer: str) -> None:
        app = self._app
        newer = app.opening.record
        if newer is None:
            return
        if app.notebook.read_only:
            app.reader.tell("The notes can only be read: nothing is changed.")
            return
        self._seen.pop(newer.article_id, None)
        if answer == YES:
            app.notebook.make_one(earlier.record.article_id, newer.article_id)
            app.reader.tell(f"Made one article with {self._title(earlier)}.")
        else:
            from reader.annotations.versions import said_apart

            changed = said_apart(earlier.record, newer, now())
            app.notebook.put([changed], "keep apart")
            app.notebook.articles = tuple(
                changed if each.id == changed.id else each for each in app.notebook.articles
            )
            app.reader.tell("Kept as an article of its own.")

    @staticmethod
    def _title(earlier: EarlierVersion) -> str:
        return f"“{snippet(one_line(earlier.record.title) or 'untitled', 50)}”"


def _created(app: ReaderApp, article_id: str) -> str:
    articles = app.notebook.articles
    return next((each.created for each in articles if each.article_id == article_id), now())
