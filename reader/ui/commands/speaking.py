"""Say who is quoted: of one quote or figure, or of all that a source said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.analysis.findings import Figure, Finding, Quote
from reader.annotations.records import Record, SourceName, now
from reader.review.putting_right import spoken_by
from reader.review.sources import folded, full_name, meanings, remembered
from reader.review.who_said import speakers_for
from reader.session.choice import Choice, Question, Row
from reader.session.findings_outline import one_line, quoted, snippet
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.review.annotated_article import AnnotatedArticle
    from reader.session.session import Session
    from reader.session.stage import Asking

OTHER, NOBODY, BACK, NAME = "other", "nobody", "back", "name "
DIGITS = "123456789"

Said = Quote | Figure


class Speaking:
    """Asks who said something and saves it as one step."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ask(
        self,
        stage: Asking,
        title: str,
        names: Sequence[str],
        then: Callable[[str | None], None],
        *,
        now_is: str | None = None,
        more: Sequence[Row] = (),
        chosen: Callable[[str], None] | None = None,
    ) -> None:
        """Ask who it is: one of ``names``, somebody else by a typed line, or nobody known (None).

        ``more`` are further rows, which ``chosen`` gets.
        """
        rows = [
            Row(f"{NAME}{name}", name, DIGITS[place] if place < len(DIGITS) else "")
            for place, name in enumerate(names)
        ]
        rows += [Row(OTHER, "someone else …", "o"), Row(NOBODY, "not known", "0"), *more]

        def answered(name: str) -> None:
            if name.strip():
                then(one_line(name))

        def taken(row: str) -> None:
            if row == OTHER:
                known = list(dict.fromkeys([*names, *self._session.desk.people]))
                stage.ask_line(Question("speaker:", known=known, whole=True), answered)
            elif row == NOBODY:
                then(None)
            elif row.startswith(NAME):
                then(row.removeprefix(NAME))
            elif chosen is not None:
                chosen(row)

        start = f"{NAME}{one_line(now_is)}" if now_is else NOBODY
        stage.ask(Choice(title, rows, start), taken)

    def of_one(self, stage: Asking, finding: Finding) -> None:
        """Ask who said one quote, or gave one figure."""
        reading = self._session.reading
        if reading is None or not isinstance(finding, Quote | Figure):
            return
        names = speakers_for([finding], reading.standing, reading.text)

        def given(speaker: str | None) -> None:
            self._save([finding], speaker, f"speaker of {quoted(finding.text, 30)}")

        title = f"Who says {quoted(finding.text)}?"
        self.ask(stage, title, names, given, now_is=finding.speaker)

    def of_source(self, stage: Asking, name: str | None, said: Sequence[Said]) -> None:
        """Ask who a source is, and say so for all that it said here.

        A source with a name of its own is known in later articles.
        """
        reading = self._session.reading
        if reading is None or not said:
            return
        names = speakers_for(said, reading.standing, reading.text, but=name)

        def given(speaker: str | None) -> None:
            doing = f"“{name or 'unknown'}” is “{speaker or 'unknown'}”"
            self._save(said, speaker, doing, self._source(reading, name, said, speaker))

        back = self._said_before(reading, name)
        rows = [Row(BACK, f"take back that “{each.name}” is “{each.means}”", "-") for each in back]
        title = f"Who is “{snippet(name)}”" if name else "Who says"
        title += f" ({_counted(said)})?"
        # The cursor is on a name: a stray enter does not take the speaker of all these quotes away.
        self.ask(
            stage,
            title,
            names,
            given,
            now_is=names[0] if names else None,
            more=rows[:1],
            chosen=lambda _: self._take_back(back[0]),
        )

    def _source(
        self, reading: AnnotatedArticle, name: str | None, said: Sequence[Said], speaker: str | None
    ) -> SourceName | None:
        kinds = [each.speaker_kind for each in said if isinstance(each, Quote)]
        if name is None or speaker is None or not kinds:
            return None
        settings = self._session.settings
        return remembered(
            name,
            kinds[0],
            speaker,
            reading.records.sources,
            creator=settings.me,
            at=now(),
            private=settings.private,
        )

    def _said_before(self, reading: AnnotatedArticle, name: str | None) -> list[SourceName]:
        """By which a source of the article has this name, those of the user."""
        me, known = self._session.settings.me, meanings(reading.records.sources)
        machine: list[Said] = [*reading.machine.quotes, *reading.machine.figures]
        found = {
            step.id: step
            for speaker in dict.fromkeys(each.speaker for each in machine if each.speaker)
            for end, steps in [full_name(speaker, known)]
            for step in steps
            if folded(end) == folded(name or "") and step.creator == me
        }
        return list(found.values())

    def _take_back(self, source: SourceName) -> None:
        session = self._session
        doing = f"forget that “{source.name}” is “{source.means}”"
        session.current.remove([source], doing)
        session.report(f"“{source.name}” is no longer “{source.means}” · {session.undo_hint}")

    def _save(
        self,
        said: Sequence[Said],
        speaker: str | None,
        doing: str,
        source: SourceName | None = None,
    ) -> None:
        session, reading = self._session, self._session.reading
        if reading is None:
            return
        here = [each for each in said if each.id in reading.findings.by_id]
        settings = session.settings
        records: list[Record] = spoken_by(
            reading, here, speaker, creator=settings.me, at=now(), private=settings.private
        )
        if not records:
            session.refuse("This is decided already.")
            return
        if source is not None:
            records.append(source)
        session.current.save(records, doing)
        act = f"Said by {speaker or 'nobody known'}: {_counted(here)}"
        later = f" · “{source.name}” is “{source.means}” in later articles" if source else ""
        session.report(f"{act} · {session.undo_hint}{later}")


def _counted(said: Sequence[Said]) -> str:
    """Return how many quotes and figures these are."""
    quotes = sum(isinstance(each, Quote) for each in said)
    kinds = ((quotes, "quote"), (len(said) - quotes, "figure"))
    return " and ".join(counted(number, what) for number, what in kinds if number)
