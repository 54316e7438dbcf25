"""UIMA CAS in XMI, out and in: ``NAME.xmi``, TypeSystem.xml, and layers for INCEpTION.

After the XMI chapter of the UIMA reference: an element for each feature structure, named by its
type, offsets in UTF-16 units, references by ``xmi:id``. XML 1.0 has no place for most control
characters: they are replaced and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TextIO
from xml.sax.saxutils import escape

from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.cas_layers import (
    ENTITY,
    FIRST,
    SEGMENT,
    CasLayers,
    is_entity,
    layer_file,
)
from reader.exchange.formats.cas_xmi_in import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import MarkedText, marked_texts
from reader.exchange.regions import as_it_is
from reader.exchange.targets import Files
from reader.exchange.tokenised import sentences_of_tokens
from reader.exchange.utf16 import Utf16Offsets
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = {ord(sign): f"&#{ord(sign)};" for sign in '&<>"\t\n\r'}
_XMI = "http://www.omg.org/XMI"
_TEXT = "uima.cas.String"
_DKPRO = {
    f"{SEGMENT}.Sentence": (),
    f"{SEGMENT}.Token": (),
    ENTITY: (("value", _TEXT), ("identifier", _TEXT)),
}
"""The types of others that are written, with their features and these features' types."""
_Types = Mapping[str, Iterable[tuple[str, str]]]


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    layers = CasLayers(losses, details=given.details)
    for page in marked_texts(articles, given, losses):
        with files.text(f"{page.name}.xmi") as out:
            _Cas(page, layers, out, losses).write()
    tagset = labels_offered(layers, given)
    with files.text("TypeSystem.xml") as out:
        out.write(_type_system(_types(layers), tagset))
    with files.text("inception-layers.json") as out:
        out.write(layer_file(layers, tagset))
    return losses.messages()


def labels_offered(layers: CasLayers, given: ExportOptions) -> dict[str, list[str]]:
    """Return the labels of each layer: the user's own tagset first, then what came."""
    offered: dict[str, dict[str, None]] = {}
    for tag in given.tagset:
        name = layers.type_of_layer(tag.layer)
        layers.features.setdefault(name, dict.fromkeys(FIRST))
        offered.setdefault(name, {})[tag.type] = None
    for name, came in layers.labels.items():
        offered.setdefault(name, {}).update(dict.fromkeys(sorted(came)))
    return {name: [*labels] for name, labels in offered.items()}


def _types(layers: CasLayers) -> _Types:
    """Return all types that are written, with their features and these features' types."""
    spans = {name: [(one, _TEXT) for one in layers.ordered(name)] for name in layers.features}
    ties = {
        name: [("Governor", base), ("Dependent", base), ("role", _TEXT)]
        for name, base in layers.ties.items()
    }
    return {**spans, **ties, **_DKPRO}


def _namespace(type_name: str) -> str:
    return f"http:///{type_name.rpartition('.')[0].replace('.', '/')}.ecore"


def _prefix(type_name: str) -> str:
    """Return the prefix of a type's namespace: the last part of its package that is a name."""
    return next(part for part in type_name.split(".")[-2::-1] if part != "type")


def _type_system(types: _Types, tagset: Mapping[str, Iterable[str]]) -> str:
    """Return the types, with the tagset as the description of the label, which is any string."""
    descriptions = []
    for name, features in types.items():
        about = {"label": escape(f"One of: {', '.join(tagset[name])}")} if name in tagset else {}
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

    def __init__(self, page: MarkedText, layers: CasLayers, out: TextIO, losses: Losses) -> None:
        self._page, self._layers = page, layers
        self._out = out
        self._losses = losses
        self._units = Utf16Offsets(page.of.text)
        self._last = 1

    def write(self) -> None:
        page = self._page
        pieces, ties = self._layers.pieces_of(page, as_it_is, {})
        names = {piece.type for piece in pieces} | {tie.type for tie in ties} | {*_DKPRO}
        spaces = {_prefix(name): _namespace(name) for name in sorted(names)}
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
        numbers = [self._put(piece.type, piece.span, piece.features) for piece in pieces]
        for tie in ties:
            ends = {"Governor": numbers[tie.source], "Dependent": numbers[tie.target]}
            attributes = {name: str(number) for name, number in ends.items()} | {"role": tie.role}
            self._put(tie.type, pieces[tie.target].span, attributes)
        for mark in filter(is_entity, page.marks):
            for span in mark.spans:
                self._put(ENTITY, span, {"value": mark.type})
        members = " ".join(map(str, range(2, self._last + 1)))
        self._out.write(
            '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain"'
            f' sofaString="{self._escaped(page.of.text)}"/>\n'
            f'<cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n'
        )

    def _put(self, type_name: str, span: Span, features: Mapping[str, str] | None = None) -> int:
        self._last += 1
        name = f"{_prefix(type_name)}:{type_name.rpartition('.')[2]}"
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
