from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.article.article import ArticleError
from reader.article.loaders.from_bytes import stored_article
from reader.article.opening import open_article
from reader.article.reading_order import segments
from reader.text.wrap import WrapIndex


@pytest.fixture
def put(tmp_path: Path):
    def write(data: bytes | str, name: str = "story.txt") -> str:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return str(path)

    return write


def refusal(location: str) -> str:
    with pytest.raises(ArticleError) as caught:
        open_article(location)
    message = str(caught.value)
    assert "\n" not in message
    assert location in message
    return message


def test_a_file_opens(put) -> None:
    article = open_article(put("Ship sinks\n\nIt sank at noon."))
    assert article.title == "Ship sinks"
    assert article.text == "Ship sinks\n\nIt sank at noon."
    assert article.loader == "plain text 1"
    assert article.fingerprint.startswith("sha256:")


def test_a_file_address_opens(put) -> None:
    path = put("Ship sinks\n\nIt sank.", "two words.txt")
    assert open_article(Path(path).as_uri()).title == "Ship sinks"


def test_standard_input_opens() -> None:
    article = open_article("-", stdin=io.BytesIO(b"Ship sinks\r\n\r\nIt sank."))
    assert (article.location, article.text) == ("-", "Ship sinks\n\nIt sank.")
    assert open_article("-", stdin=io.BytesIO(b"# Ship\n\n*It* sank.")).loader == "markdown 1"


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no file" in refusal(str(tmp_path / "nowhere.txt"))


def test_a_folder(tmp_path: Path) -> None:
    assert "folder" in refusal(str(tmp_path))


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf\n"])
def test_an_empty_file(put, data: bytes) -> None:
    assert "empty" in refusal(put(data))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zipped"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x7fELF\x02\x01\x01\x00", "program"),
        (bytes(range(256)) * 40, "not text"),
        (b"text\x00with\x00nulls, and much more of it besides the nulls", "not text"),
        (b"\x01\x02\x03\x04\x05" * 50, "not text"),
    ],
)
def test_what_is_no_text(put, data: bytes, what: str) -> None:
    assert what in refusal(put(data))


@pytest.mark.parametrize("name", ["page.html", "page.txt"])
def test_a_web_page_is_recognised_by_its_name_or_its_beginning(put, name: str) -> None:
    page = "<!DOCTYPE html><title>Dry dock</title><h1>Dry dock</h1><p>The dock was dry at noon.</p>"
    article = open_article(put(page, name))
    assert (article.loader, article.title) == ("web page 3", "Dry dock")
    assert article.text == "Dry dock\n\nThe dock was dry at noon."


def test_a_page_without_an_article(put) -> None:
    assert "No article" in refusal(put("<!DOCTYPE html><title>Nothing</title><script>1</script>"))


def test_a_kept_text_is_opened_as_it_is() -> None:
    text = "<b>Dock</b>\n\n# The dock\n\nwas dry."
    assert stored_article(text, "https://example.com/page.html").text == text


def test_an_address_is_not_fetched_unasked() -> None:
    assert "not fetched" in refusal("https://example.com/story")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file(put) -> None:
    path = put("secret")
    Path(path).chmod(0)
    assert "permissions" in refusal(path)


def test_a_system_error_is_reported_in_its_words(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "cannot be read" in refusal(str(loop))
    assert "cannot be read" in refusal(str(tmp_path / ("x" * 300)))
    assert "cannot be read" in refusal("a\x00b")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    assert "64 MiB" in refusal(str(path))


def test_endless_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.article.opening.LARGEST", 1024)
    monkeypatch.setattr("reader.article.loaders.from_bytes.LARGEST", 1024)
    with pytest.raises(ArticleError, match="Standard input is larger"):
        open_article("-", stdin=io.BytesIO(b"x" * 5000))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "named pipe" in refusal(str(pipe))


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device() -> None:
    assert "device" in refusal("/dev/null")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no /dev/fd here")
def test_what_a_shell_hands_over_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"Ship sinks\n\nIt sank.")
    os.close(writing)
    try:
        assert open_article(f"/dev/fd/{reading}").title == "Ship sinks"
    finally:
        os.close(reading)


TEXT = "Größe “matters”\n\nSo said Zoë — at length, naïvely."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        (TEXT.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_encodings_and_line_ends(put, data: bytes, encoding: str) -> None:
    article = open_article(put(data))
    assert article.text == TEXT
    assert article.encoding == encoding


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Правительство заявило в среду, что мост будет закрыт на два года. " * 5, "cp1251"),
        ("Το συμβούλιο ανακοίνωσε την Τετάρτη ότι η γέφυρα θα κλείσει. " * 5, "iso8859-7"),
        (
            "市議会は水曜日、橋を二年間閉鎖することを決めた。反対派は議会を批判した。" * 5,
            "shift_jis",
        ),
        ("市议会星期三决定关闭大桥两年。反对派批评议会隐瞒报告。" * 5, "gb18030"),
        (
            "Rząd ogłosił w środę, że most będzie zamknięty przez dwa lata. Żółć, łódź. " * 5,
            "cp1250",
        ),
    ],
)
def test_legacy_encodings_of_other_scripts(put, text: str, encoding: str) -> None:
    assert open_article(put(text.encode(encoding))).text == text


def test_a_few_damaged_bytes_in_utf8(put) -> None:
    data = (TEXT * 40).encode()
    article = open_article(put(data[:200] + b"\xff" + data[200:]))
    assert article.encoding == "utf-8"
    assert article.text.count("\ufffd") <= 4
    assert "Größe “matters”" in article.text


def test_escape_sequences_are_text(put) -> None:
    assert "\x1b[31m" in open_article(put("Title\n\n\x1b[31mRed\x1b[0m words in a row.")).text


@pytest.mark.skipif("READER_REAL_ARTICLE" not in os.environ, reason="no real article given")
def test_the_real_article() -> None:
    article = open_article(os.environ["READER_REAL_ARTICLE"])
    kinds = [block.kind for block in article.blocks]
    assert kinds[0] == "headline"
    assert kinds.count("caption") == 4
    assert sum(block.duplicate_of is not None for block in article.blocks) == 2
    assert (kinds.count("dateline"), kinds[-1], article.outlet) == (1, "credit", "Reuters")
    for width in (40, 80, 160):
        index = WrapIndex(article.text, segments(article), width)
        lines = [index.line(number) for number in range(index.line_count)]
        assert all(line.end - line.start + line.indent <= width for line in lines)
        assert all(not article.text[line.start : line.end].startswith(" ") for line in lines)


def test_plain_text_opens_without_the_slow_imports(put) -> None:
    path = put("Ship sinks\n\nIt sank at noon.")
    code = (
        "import sys; from reader.article.opening import open_article; "
        f"open_article({path!r}); "
        "print([name for name in ('textual', 'stanza', 'torch', 'markdown_it', "
        "'charset_normalizer', 'rapidfuzz', 'lxml', 'trafilatura', 'urllib3') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
