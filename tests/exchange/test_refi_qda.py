"""REFI-QDA projects and codebooks, with files that another library reads and writes."""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import Path

import pytest
from pyrefiqda import RefiCodebook, RefiProject
from pyrefiqda.models import (
    CodeBook,
    CodebookCodesType,
    CodebookCodeType,
    CodeRefType,
    CodingType,
    LinksType,
    LinkType,
    NoteRefType,
    NotesType,
    PlainTextSelectionType,
    Project,
    ProjectCodeBookType,
    ProjectCodesType,
    ProjectCodeType,
    SourcesType,
    TextSourceType,
    UsersType,
    UserType,
)

from reader.annotations.codebook import CODEBOOK, made_tag
from reader.annotations.records import Claim, Mark, Record, Tag
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.cli.main import main
from reader.exchange.export_options import ExportOptions
from reader.exchange.formats import refi_codebook, refi_qda
from reader.exchange.losses import Losses
from reader.exchange.targets import ArchiveFiles
from reader.text.span import Span
from tests.exchange.some_records import desk_article

TEXT = "Flood in Olm\n\nThe river Olm rose 😀 by two metres. Three farms lost their cattle.\n"


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def mark(words: str, **fields) -> Mark:
    values = {"article_id": "x", "id": str(uuid.uuid4()), "kind": "highlight", **fields}
    return Mark(anchor=anchor(TEXT, [span(words)]), **values)


def project(path: Path, records: list[Record], codebook: tuple[Record, ...] = ()) -> Project:
    """Return a project as pyrefiqda reads it."""
    with path.open("wb") as out:
        files = ArchiveFiles(out)
        article = desk_article(TEXT, records)
        refi_qda.write_files([article], files, ExportOptions(codebook=codebook))
        files.close()
    return RefiProject.load(path, str(path.with_suffix("")))


def guid() -> str:
    return str(uuid.uuid4())


def braced(identity: str) -> str:
    """Return a GUID as some programs write it."""
    return "{" + identity.upper() + "}"


def selection(words: str, code: str, **fields) -> PlainTextSelectionType:
    here = span(words)
    coding = CodingType(guid=guid(), code_ref=CodeRefType(target_guid=code))
    place = {"start_position": here.start, "end_position": here.end}
    return PlainTextSelectionType(guid=guid(), coding=[coding], **{**place, **fields})


def saved(path: Path, source: TextSourceType, codes: list[ProjectCodeType], **more) -> Path:
    """Return a project of another program with one source; its text is in a file of its own."""
    media = path.parent / "media"
    media.mkdir(exist_ok=True)
    made = Project(
        name="Study",
        users=UsersType(user=[UserType(guid=braced(USER), name="Ines")]),
        code_book=ProjectCodeBookType(codes=ProjectCodesType(code=codes)),
        sources=SourcesType(text_source=[source]),
        **more,
    )
    RefiProject.save(made, path, media)
    return path


USER = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def source(path: Path, selections: list, text: str = TEXT, **fields) -> TextSourceType:
    name = f"{guid()}.txt"
    (path.parent / "media").mkdir(exist_ok=True)
    (path.parent / "media" / name).write_bytes(text.encode())
    return TextSourceType(
        guid=guid(), name="Olm", plain_text_path=f"internal://{name}",
        plain_text_selection=selections, **fields,
    )  # fmt: skip


def arrived(path: Path) -> tuple[list[Record], list[Tag], list[str]]:
    losses = Losses()
    arrivals = list(refi_qda.read(path, losses))
    records = [r for each in arrivals if each.article.id != CODEBOOK for r in each.records]
    tags = [r for each in arrivals if each.article.id == CODEBOOK for r in each.records]
    return records, tags, list(map(str, losses.messages()))


def test_tags_are_a_tree_of_codes_and_notes_descriptions(tmp_path: Path) -> None:
    note = mark("two metres", kind="note", body="Which gauge?", tags=("figures", "harm/cattle"))
    tag = made_tag("harm", creator="", at="")
    made = project(tmp_path / "p.qdpx", [note], (tag,))
    codes = {each.name: each for each in made.code_book.codes.code}
    assert set(codes) == {"figures", "harm"}
    (cattle,) = codes["harm"].code
    (one,) = made.sources.text_source
    (passage,) = one.plain_text_selection
    assert (passage.description, passage.guid) == ("Which gauge?", note.id)
    named = {each.code_ref.target_guid for each in passage.coding}
    assert named == {codes["figures"].guid, cattle.guid}
    text = zipfile.ZipFile(tmp_path / "p.qdpx").read(
        "Sources/" + one.plain_text_path.removeprefix("internal://")
    )
    assert text.decode()[passage.start_position : passage.end_position] == "two metres"


def test_colours_are_hexadecimal_and_hang_on_the_code(tmp_path: Path) -> None:
    from dataclasses import replace

    red = replace(made_tag("harm", creator="", at=""), colour="red", description="People, animals")
    odd = replace(made_tag("odd", creator="", at=""), colour="rebeccapurple")
    made = project(tmp_path / "p.qdpx", [mark("cattle", tags=("harm",))], (red, odd))
    codes = {each.name: each for each in made.code_book.codes.code}
    assert codes["harm"].color.startswith("#")
    assert codes["harm"].description == "People, animals"
    assert codes["odd"].color is None


def test_characters_that_xml_cannot_hold_do_no_harm(tmp_path: Path) -> None:
    note = mark("cattle", kind="note", body="bell\x07 <&> ]]>", tags=("a\x00b",))
    made = project(tmp_path / "p.qdpx", [note])
    (passage,) = made.sources.text_source[0].plain_text_selection
    assert passage.description == "bell\ufffd <&> ]]>"


def test_a_project_of_another_program_comes_in(tmp_path: Path) -> None:
    harm = ProjectCodeType(guid=guid(), name="harm", is_codable=False, color="#AB12CD")
    cattle = ProjectCodeType(
        guid=guid(), name="cattle", is_codable=True, description="Animals that died"
    )
    harm.code = [cattle]
    there = selection(
        "Three farms",
        braced(cattle.guid),
        name="Three farms",
        description="Whose?",
        creating_user=USER,
    )
    path = tmp_path / "study.qdpx"
    saved(path, source(path, [there]), [harm])
    (note,), tags, losses = arrived(path)
    assert isinstance(note, Mark)
    assert (note.kind, note.body, note.tags) == ("note", "Whose?", ("harm/cattle",))
    assert (note.id, note.creator) == (there.guid, "Ines")
    assert note.anchor.exact == "Three farms"
    assert {(each.name, each.description, each.colour) for each in tags} == {
        ("harm", "", "#ab12cd"),
        ("harm/cattle", "Animals that died", None),
    }
    assert losses == []


def test_notes_of_a_passage_may_be_referred_to_or_linked(tmp_path: Path) -> None:
    code = ProjectCodeType(guid=guid(), name="x", is_codable=True)
    notes = [
        TextSourceType(guid=guid(), name="n", plain_text_content=words)
        for words in ("by reference", "by link", "on all of it")
    ]
    one = selection("cattle", code.guid, note_ref=[NoteRefType(target_guid=notes[0].guid)])
    other = selection("two metres", code.guid)
    path = tmp_path / "study.qdpx"
    whole = [NoteRefType(target_guid=notes[2].guid)]
    link = LinkType(guid=guid(), origin_guid=notes[1].guid, target_guid=other.guid)
    saved(
        path,
        source(path, [one, other], note_ref=whole),
        [code],
        notes=NotesType(note=notes),
        links=LinksType(link=[link]),
    )
    records, _, _ = arrived(path)
    assert [each.body for each in records] == ["by reference", "by link", "on all of it"]
    assert records[2].extra["about"] == "article"


@pytest.mark.parametrize("unit", ["code points", "utf-16"])
def test_positions_are_counted_as_the_words_show(tmp_path: Path, unit: str) -> None:
    code = ProjectCodeType(guid=guid(), name="x", is_codable=True)
    more = 1 if unit == "utf-16" else 0  # the emoji before the words
    here = span("Three farms")
    there = selection(
        "Three farms", code.guid, name="Three farms",
        start_position=here.start + more, end_position=here.end + more,
    )  # fmt: skip
    path = tmp_path / "study.qdpx"
    saved(path, source(path, [there]), [code])
    (record,), _, _ = arrived(path)
    assert record.anchor.exact == "Three farms"


def test_line_breaks_of_two_signs_count_twice_as_in_the_file(tmp_path: Path) -> None:
    code = ProjectCodeType(guid=guid(), name="x", is_codable=True)
    text = TEXT.replace("\n", "\r\n")
    start = text.index("cattle")
    there = selection("cattle", code.guid, start_position=start, end_position=start + 6)
    path = tmp_path / "study.qdpx"
    saved(path, source(path, [there], text), [code])
    (record,), _, _ = arrived(path)
    assert record.anchor.exact == "cattle"


def test_a_path_that_leads_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("not for you")
    code = ProjectCodeType(guid=guid(), name="x", is_codable=True)
    path = tmp_path / "study.qdpx"
    for where in (f"internal://../../{tmp_path}/secret.txt", f"absolute://{tmp_path}/secret.txt"):
        out = TextSourceType(guid=guid(), name="n", plain_text_path=where)
        saved(path, out, [code])
        records, _, losses = arrived(path)
        assert records == []
        assert len(losses) == 1


def test_a_codebook_goes_to_another_library_and_comes_back(tmp_path: Path) -> None:
    article = desk_article(TEXT, [mark("cattle", tags=("harm/cattle", "tv"))])
    out = io.StringIO()
    refi_codebook.write([article], out, ExportOptions())
    path = tmp_path / "codes.qdc"
    path.write_text(out.getvalue(), encoding="utf-8")
    book = RefiCodebook.load(path)
    assert [each.name for each in book.codes.code] == ["harm", "tv"]
    assert [each.name for each in book.codes.code[0].code] == ["cattle"]
    RefiCodebook.save(book, path)
    (arrival,) = refi_codebook.read(path, Losses())
    assert {each.name for each in arrival.records} == {"harm/cattle", "tv"}


def test_a_codebook_of_another_library_is_taken_into_the_notes(tmp_path: Path) -> None:
    code = CodebookCodeType(guid=guid(), name="Métaphore", is_codable=True, color="#D62728")
    path, notes = tmp_path / "c.qdc", tmp_path / "annotations.json"
    RefiCodebook.save(CodeBook(codes=CodebookCodesType(code=[code])), path)
    words = ["import", "--format", "refi-codebook", str(path), "--notes", str(notes)]
    assert main(words) == 0
    store = open_store(notes, who="")
    (tag,) = store.records(CODEBOOK)
    assert (tag.name, tag.colour) == ("Métaphore", "red")
    before = store.documents()
    store.close()
    assert main(words) == 0
    store = open_store(notes, who="")
    assert store.documents() == before
    store.close()


@pytest.mark.parametrize("content", [b"", b"<Project", b"<CodeBook/>", b"<Project/>", b"\xff\xfe"])
@pytest.mark.parametrize("format_", ["refi-qda", "refi-codebook"])
def test_a_damaged_file_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "project.qde"
    path.write_bytes(content)
    words = ["import", "--format", format_, str(path), "--notes", str(tmp_path / "a.json")]
    code = main(words)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    fits = {"refi-qda": b"<Project/>", "refi-codebook": b"<CodeBook/>"}[format_]
    assert code == (0 if content == fits else 2)


def test_what_another_program_leaves_out_stays_as_it_is_here(tmp_path: Path) -> None:
    """A file that lost reader's own part, as programs rewrite it, takes nothing away."""
    (tmp_path / "olm.txt").write_text(TEXT, encoding="utf-8")
    notes = str(tmp_path / "annotations.json")
    main(["annotate", str(tmp_path / "olm.txt"), "--exact", "cattle", "--notes", notes])
    store = open_store(notes, who="Ines")
    (article,) = store.articles()
    held = anchor(TEXT, [span("two metres")])
    about = {"article_id": article.id, "creator": "Ines", "anchor": held}
    times = {"created": "2026-11-01T10:00:00Z", "modified": "2026-11-01T10:00:00Z"}
    claim = Claim(
        id=guid(), claim="It rose by two metres", claimant="the mayor", status="done",
        **about, **times,
    )  # fmt: skip
    red = Mark(id=guid(), kind="highlight", colour="red", private=False, **about, **times)
    store.put_many([claim, red], "note")
    store.close()
    path = tmp_path / "p.qdpx"
    main(["export", "--format", "refi-qda", "-o", str(path), "--notes", notes])
    model = RefiProject.load(path, str(tmp_path / "x"))
    code = model.code_book.codes.code[0]
    tagged = next(
        each for each in model.sources.text_source[0].plain_text_selection if each.guid == red.id
    )
    tagged.coding.append(CodingType(guid=guid(), code_ref=CodeRefType(target_guid=code.guid)))
    new = ProjectCodeType(guid=guid(), name="rivers", is_codable=True)
    model.code_book.codes.code.append(new)
    tagged.coding = [CodingType(guid=guid(), code_ref=CodeRefType(target_guid=new.guid))]
    RefiProject.save(model, path, tmp_path / "x" / "Sources")
    assert main(["import", "--format", "refi-qda", str(path), "--notes", notes]) == 0
    store = open_store(notes, who="Ines")
    assert store.get(claim.id) == claim
    after = store.get(red.id)
    assert isinstance(after, Mark)
    assert (after.colour, after.tags) == ("red", ("rivers",))
    store.close()
