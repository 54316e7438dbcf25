from __future__ import annotations

import io
from pathlib import Path

import pytest

from reader.exchange.by_article import from_desk
from reader.exchange.export_options import DEFAULT_OPTIONS as DEFAULT
from reader.exchange.formats.registry import (
    FORMATS,
    ExchangeError,
    makes_files,
    reader,
    streams,
    writer,
)
from reader.exchange.losses import Losses
from reader.exchange.targets import FolderFiles
from reader.review.annotated_article import AnnotatedArticle
from tests.exchange.some_records import correction, desk_article

TEXT = "Some text."
BARE = desk_article(TEXT, [])
STRANGE: dict[str, list[AnnotatedArticle]] = {
    "nothing at all": [],
    "an article without records": [BARE],
    "an article without its text": [from_desk(BARE.record)],
    "records without a passage": [desk_article(TEXT, [correction()])],
    "an article without a name": [desk_article(TEXT, [], title="", locations=(), revisions=())],
}
WRITTEN = [name for name, each in FORMATS.items() if each.writes]


@pytest.mark.parametrize("made", STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_is_written_and_read_whatever_there_is(
    name: str, made: list[AnnotatedArticle], tmp_path: Path
) -> None:
    module = writer(name)
    stream, files = streams(module), makes_files(module)
    assert stream is not None or files is not None
    out = io.StringIO(newline="")
    if files is not None:
        files.write_files(made, FolderFiles(tmp_path), DEFAULT)
    if stream is not None:
        stream.write(made, out, DEFAULT)
    if not FORMATS[name].reads:
        return
    path = tmp_path
    if stream is not None:
        path = tmp_path / "notes"
        path.write_text(out.getvalue(), encoding="utf-8", newline="")
    if stream is None and not any(each.text for each in made):
        with pytest.raises(ValueError, match="there is no"):
            list(reader(name).read(path, Losses()))
        return
    arrivals = list(reader(name).read(path, Losses()))
    records = [record for each in arrivals for record in each.records]
    assert all(record.kind == "correction" for record in records)


def test_every_format_that_is_read_has_a_reader() -> None:
    for name, each in FORMATS.items():
        if each.reads:
            assert callable(reader(name).read)
        else:
            with pytest.raises(ExchangeError, match="no format"):
                reader(name)
        if not each.writes:
            with pytest.raises(ExchangeError, match="no format"):
                writer(name)
        assert each.summary
        assert len(each.summary) <= 60
