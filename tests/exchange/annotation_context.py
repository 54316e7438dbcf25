"""The terms of http://www.w3.org/ns/anno.jsonld that reader writes, each as that file defines it.

Kept here so that JSON-LD is read without the network.
"""

from __future__ import annotations

from typing import Any

ADDRESS = "http://www.w3.org/ns/anno.jsonld"
OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

MOTIVATIONS = (
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
    *("highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging"),
)
_CLASSES = {
    "Annotation": OA,
    "TextualBody": OA,
    "SpecificResource": OA,
    "TextQuoteSelector": OA,
    "TextPositionSelector": OA,
    "Person": FOAF,
}
_WORDS = {
    "name": f"{FOAF}name",
    "value": f"{RDF}value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}
_RESOURCES = {
    "body": f"{OA}hasBody",
    "target": f"{OA}hasTarget",
    "source": f"{OA}hasSource",
    "selector": f"{OA}hasSelector",
    "creator": f"{DCTERMS}creator",
    "generator": f"{AS}generator",
    "first": f"{AS}first",
    "partOf": f"{AS}partOf",
}
_TIMES = {"created": f"{DCTERMS}created", "modified": f"{DCTERMS}modified"}
_COUNTS = {
    "start": f"{OA}start",
    "end": f"{OA}end",
    "total": f"{AS}totalItems",
    "startIndex": f"{AS}startIndex",
}
CONTEXT: dict[str, Any] = {
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    **{name: space + name for name, space in _CLASSES.items()},
    "Software": f"{AS}Application",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    **{name: OA + name for name in MOTIVATIONS},
    "motivation": {"@type": "@vocab", "@id": f"{OA}motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": f"{OA}hasPurpose"},
    "items": {"@type": "@id", "@id": f"{AS}items", "@container": "@list"},
    **_WORDS,
    **{name: {"@type": "@id", "@id": iri} for name, iri in _RESOURCES.items()},
    **{name: {"@type": f"{XSD}dateTime", "@id": iri} for name, iri in _TIMES.items()},
    **{name: {"@type": f"{XSD}nonNegativeInteger", "@id": iri} for name, iri in _COUNTS.items()},
}
