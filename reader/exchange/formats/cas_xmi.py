"""UIMA CAS in XMI, out and in: ``NAME.xmi``, TypeSystem.xml, and layers for INCEpTION.

After the XMI chapter of the UIMA reference: an element for each feature structure, named by its
type, offsets in UTF-16 units, references by ``xmi:id``. XML 1.0 has no place for most control
characters: they are replaced and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO
from xml.sax.saxutils import escape

from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.cas_layers import (
    ENTITY,
    MARK,
    MARK_FEATURES,
    SEGMENT,
    TIE,
    is_entity,
    layer_file,
    pieces_of,
)
from reader.exchange.formats.cas_xmi_in import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import MarkedText, marked_texts
from reader.exchange.regions import as_it_is
from reader.exchange.targets import Files
from reader.exchange.tokenised import sentences_of_tokens
from reader.exchange.tool_names import name_of, tagset
from reader.exchange.utf16 import Utf16Offsets
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = {ord(sign): f"&#{ord(sign)};" for sign in '&<>"\t\n\r'}
_VALUES = ("value", "label", "identifier", "name")
_XMI = "http://www.omg.org/XMI"
_TYPES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    MARK: ("custom", tuple((name, "uima.cas.String") for name in MARK_FEATURES)),
    TIE: ("custom", (("Governor", MARK), ("Dependent", MARK), ("role", "uima.cas.String"))),
    f"{SEGMENT}.Sentence": ("segment", ()),
    f"{SEGMENT}.Token": ("segment", ()),
    ENTITY: ("ner", (("value", "uima.cas.String"), ("identifier", "uima.cas.String"))),
}
"""Each type that is written, with its namespace's prefix and its features."""


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    used: set[str] = set()
    for page in marked_texts(articles, given, losses):
        used.update(name_of(mark) for mark in page.marks)
        with files.text(f"{page.name}.xmi") as out:
            _Cas(page, out, losses).write()
    names = list(tagset(given.tagset, used))
    with files.text("TypeSystem.xml") as out:
        out.write(_type_system(names))
    with files.text("inception-layers.json") as out:
        out.write(layer_file(names))
    return losses.messages()


def _namespace(type_name: str) -> str:
    return f"http:///{type_name.rpartition('.')[0].replace('.', '/')}.ecore"


def _type_name(tag: str) -> str:
    """Return the type that an element's qualified name denotes."""
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    package = namespace.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{package}.{name}" if package else name


def _type_system(names: Iterable[str]) -> str:
    """Return the types, with the tagset as the description of the label, which is any string."""
    about = {"label": escape(f"One of: {', '.join(names)}")}
    descriptions = []
    for name, (_, features) in _TYPES.items():
        each = "".join(
            f"<featureDescription><name>{feature}</name>"
            f"<description>{about.get(feature, '')}</description>"
            f"<rangeTypeName>{range_}</rangeTypeName></featureDescription>"
            for feature, range_ in features
        )
        descriptions.append(
            f"<typeDescription><name>{name}</name><description/>"
            f"<supertypeName>uima.tcas.Annotation</supertypeName>"
            f"<features>{each}</features></typeDescription>\n"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n<types>\n'
        f"{''.join(descriptions)}</types>\n</typeSystemDescription>\n"
    )


class _Cas:
    """One text on its way into a file. The sofa is 1, all else is numbered from 2."""

    def __init__(self, page: MarkedText, out: TextIO, losses: Losses) -> None:
        self._page = page
        self._out = out
        self._losses = losses
        self._units = Utf16Offsets(page.of.text)
        self._last = 1

    def write(self) -> None:
        page = self._page
        spaces = {prefix: _namespace(name) for name, (prefix, _) in _TYPES.items()}
        declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
        self._out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<xmi:XMI xmlns:xmi="{_XMI}" xmlns:cas="http:///uima/cas.ecore"{declared}'
            ' xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
        )
        for sentence in sentences_of_tokens(page.of.text, page.of.standing):
            self._put(f"{SEGMENT}.Sentence", Span(sentence[0].start, sentence[-1].end))
            for token in sentence:
                self._put(f"{SEGMENT}.Token", token)
        pieces, ties = pieces_of(page, as_it_is, {})
        numbers = [
            self._put(MARK, piece.span, {name: piece.feature(name) for name in MARK_FEATURES})
            for piece in pieces
        ]
        for tie in ties:
            ends = {"Governor": numbers[tie.source], "Dependent": numbers[tie.target]}
            attributes = {name: str(number) for name, number in ends.items()} | {"role": tie.role}
            self._put(TIE, pieces[tie.target].span, attributes)
        for mark in filter(is_entity, page.marks):
            for span in mark.spans:
                self._put(ENTITY, span, {"value": mark.type})
        members = " ".join(map(str, range(2, self._last + 1)))
        self._out.write(
            '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain"'
            f' sofaString="{self._escaped(page.of.text)}"/>\n'
            f'<cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n'
        )

    def _put(self, type_name: str, span: Span, features: dict[str, str] | None = None) -> int:
        self._last += 1
        name = f"{_TYPES[type_name][0]}:{type_name.rpartition('.')[2]}"
        attributes = "".join(
            f' {feature}="{self._escaped(value)}"'
            for feature, value in (features or {}).items()
            if value
        )
        begin, end = self._units.of(span.start), self._units.of(span.end)
        self._out.write(
            f'<{name} xmi:id="{self._last}" sofa="1" begin="{begin}" end="{end}"{attributes}/>\n'
        )
        return self._last

    def _escaped(self, words: str) -> str:
        changed, count = _NOT_XML.subn("\ufffd", words)
        self._losses.add("control character[s] [was|were] replaced: XML has none", count)
        return changed.translate(_MARKUP)
