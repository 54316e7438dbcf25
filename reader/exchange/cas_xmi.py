"""UIMA CAS XMI by dkpro-cassis, out and in: ``NAME.xmi``, TypeSystem.xml, layers for INCEpTION.

Offsets in XMI count UTF-16 units; dkpro-cassis converts them. XML 1.0 has no place for most
control characters: they are replaced and counted.
"""

from __future__ import annotations

import importlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reader.errors import ReaderError
from reader.exchange.annotated_text import AnnotatedText, annotated_texts
from reader.exchange.arrival import Arrival, article_told, standing_on, unnamed, with_line_feeds
from reader.exchange.cas_layers import (
    ENTITY,
    MARK,
    MARK_FEATURES,
    SEGMENT,
    TIE,
    detail_of,
    is_entity,
    layer_file,
    pieces_of,
)
from reader.exchange.dossier import Dossier
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.losses import Loss, Losses
from reader.exchange.regions import as_it_is, gathered
from reader.exchange.stand_off import StandOff
from reader.exchange.targets import Files
from reader.exchange.tokenised import sentences_of_tokens
from reader.text.span import Span

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = "TypeSystem.xml"
_VALUES = ("value", "label", "identifier", "name")


def _cassis() -> Any:
    try:
        return importlib.import_module("cassis")
    except ImportError:
        raise ReaderError(
            "XMI needs dkpro-cassis: install it with `pip install 'article-reader[cas]'`."
        ) from None


def write_files(
    dossiers: Iterable[Dossier], files: Files, given: Given = NOTHING_GIVEN
) -> list[Loss]:
    cassis = _cassis()
    losses = Losses()
    types = _type_system(cassis)
    for page in annotated_texts(dossiers, given, losses):
        with files.text(f"{page.name}.xmi") as out:
            out.write(_cas(cassis, types, page, losses).to_xmi())
    with files.text(_TYPES) as out:
        out.write(types.to_xml())
    with files.text("inception-layers.json") as out:
        out.write(layer_file())
    return losses.told()


def _type_system(cassis: Any) -> Any:
    types = cassis.TypeSystem()
    text, whole = cassis.typesystem.TYPE_NAME_STRING, "uima.tcas.Annotation"
    mark = types.create_type(MARK, whole)
    for feature in MARK_FEATURES:
        types.create_feature(mark, feature, text)
    tie = types.create_type(TIE, whole)
    types.create_feature(tie, "role", text)
    for end in ("Governor", "Dependent"):
        types.create_feature(tie, end, mark)
    types.create_type(f"{SEGMENT}.Sentence", whole)
    types.create_type(f"{SEGMENT}.Token", whole)
    entity = types.create_type(ENTITY, whole)
    for feature in ("value", "identifier"):
        types.create_feature(entity, feature, text)
    return types


def _cas(cassis: Any, types: Any, page: AnnotatedText, losses: Losses) -> Any:
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = _for_xml(page.text, losses)
    cas.sofa_mime = "text/plain"
    get = types.get_type
    made: list[Any] = []
    sentence_type, token_type = get(f"{SEGMENT}.Sentence"), get(f"{SEGMENT}.Token")
    for sentence in sentences_of_tokens(page.text, page.findings):
        made.append(sentence_type(begin=sentence[0].start, end=sentence[-1].end))
        made.extend(token_type(begin=token.start, end=token.end) for token in sentence)
    pieces, ties = pieces_of(page, as_it_is, {})
    mark_type, tie_type, entity_type = get(MARK), get(TIE), get(ENTITY)
    marks = [
        mark_type(
            begin=piece.span.start,
            end=piece.span.end,
            **{name: _for_xml(piece.feature(name), losses) or None for name in MARK_FEATURES},
        )
        for piece in pieces
    ]
    made.extend(marks)
    for tie in ties:
        source, target = marks[tie.source], marks[tie.target]
        made.append(
            tie_type(
                begin=target.begin, end=target.end, Governor=source, Dependent=target, role=tie.role
            )
        )
    made.extend(
        entity_type(begin=span.start, end=span.end, value=mark.type)
        for mark in filter(is_entity, page.marks)
        for span in mark.spans
    )
    cas.add_all(made)
    return cas


def _for_xml(words: str, losses: Losses) -> str:
    changed, count = _NOT_XML.subn("\ufffd", words)
    losses.add("control characters were replaced, which XML has no place for", count)
    return changed


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """An ``.xmi`` with its TypeSystem.xml beside it, a folder of them, or a ZIP of both."""
    cassis = _cassis()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            types = _first(archive, _TYPES)
            for name in archive.namelist():
                if name.endswith(".xmi"):
                    yield _arrival(cassis, archive.read(name), types, Path(name).stem, losses)
        return
    files = sorted(path.glob("*.xmi")) if path.is_dir() else [path]
    if not files:
        raise ValueError("there is no .xmi file in it")
    types = ((path if path.is_dir() else path.parent) / _TYPES).read_bytes()
    for file in files:
        yield _arrival(cassis, file.read_bytes(), types, file.stem, losses)


def _first(archive: zipfile.ZipFile, ending: str) -> bytes:
    for name in archive.namelist():
        if name.endswith(ending):
            return archive.read(name)
    raise ValueError(f"there is no {ending} in it")


def _arrival(cassis: Any, xmi: bytes, types: bytes, name: str, losses: Losses) -> Arrival:
    try:
        system = cassis.load_typesystem(io.BytesIO(types))
        with warnings.catch_warnings(record=True) as untold:
            warnings.simplefilter("always")
            cas = cassis.load_cas_from_xmi(io.BytesIO(xmi), typesystem=system, lenient=True)
    except (SyntaxError, LookupError, cassis.typesystem.TypeNotFoundError) as fault:
        # lxml's XMLSyntaxError is a SyntaxError.
        raise ValueError(f"it is no CAS in XMI ({fault})") from None
    if cas.sofa_string is None:
        raise ValueError("it is no CAS in XMI with a text")
    losses.add("annotations are of a type that the type system lacks", len(untold))
    text, moved = with_line_feeds(cas.sofa_string)
    regions: dict[str, tuple[str, Span]] = {}
    keys: dict[int, str] = {}
    notes: dict[str, str] = {}
    details: dict[str, Any] = {}
    article = unnamed(title=name, location=f"{name}.txt")
    for place, each in enumerate(_of(cas, MARK)):
        detail = detail_of(each.detail)
        key = str(detail["id"]) if detail else f"{each.label} {place}"
        keys[id(each)] = key
        regions[key] = (each.label or "Mark", Span(moved(each.begin), moved(each.end)))
        notes[key] = each.note or ""
        if detail is not None:
            article = article_told(detail.pop("article", None), article)
            details[key] = detail
    ties = [
        (keys[id(each.Governor)], keys[id(each.Dependent)], each.role or "related")
        for each in _of(cas, TIE)
        if id(each.Governor) in keys and id(each.Dependent) in keys
    ]
    for number, (label, span) in enumerate(_foreign(cas, moved, set(regions.values()), losses)):
        regions[f"{name} {number}"] = (label, span)
    marks: Iterable[StandOff] = gathered("xmi", regions, notes, ties, details)
    return standing_on(text, marks, article, losses)


def _of(cas: Any, name: str) -> list[Any]:
    return list(cas.select(name)) if cas.typesystem.contains_type(name) else []


def _foreign(
    cas: Any, moved: Any, ours: set[tuple[str, Span]], losses: Losses
) -> Iterator[tuple[str, Span]]:
    """Spans of layers that are not reader's; those that repeat one of its marks are not told."""
    known = {(label.casefold(), span) for label, span in ours}
    for each in cas.select_all_annotations():
        type_name = each.type.name
        if type_name in (MARK, TIE) or type_name.startswith((SEGMENT, "uima.")):
            continue
        if not hasattr(each, "begin") or "metadata" in type_name.lower():
            continue
        if getattr(each, "Governor", None) is not None:
            losses.add("relations of other layers were passed over")
            continue
        values = (getattr(each, feature, None) for feature in _VALUES)
        short = type_name.rpartition(".")[2]
        label = next((value for value in values if isinstance(value, str)), short)
        span = Span(moved(each.begin), moved(each.end))
        if (label.casefold(), span) not in known:
            yield label, span
