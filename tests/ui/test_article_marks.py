"""Layers of marks find what a look at every mark would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.text.span import Span
from reader.ui.article_pane.layers import Layers
from reader.ui.article_pane.marks import MarkLayer, PaneMark

LENGTH = 200_000


@st.composite
def marks(draw: st.DrawFn) -> PaneMark:
    spans = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, LENGTH))
        spans.append(Span(start, start + draw(st.sampled_from([0, 1, 5, 900, 3000, 120_000]))))
    return PaneMark(
        draw(st.sampled_from("abcdef")),
        tuple(sorted(spans)),
        draw(st.sampled_from(["entity", "quote", "note", "claim"])),
    )


def touching(known: dict[str, PaneMark], start: int, end: int) -> list[tuple[Span, str]]:
    return sorted(
        (span, mark.id)
        for mark in known.values()
        for span in mark.spans
        if span.start < end and start < span.end
    )


@given(st.lists(marks(), max_size=20), st.integers(0, LENGTH), st.integers(0, 5000))
def test_a_layer_finds_what_a_look_at_every_mark_finds(
    put: list[PaneMark], start: int, size: int
) -> None:
    layer, known = MarkLayer(), {}
    for number, mark in enumerate(put):
        if number % 3 == 2:
            layer.remove(mark.id)
            known.pop(mark.id, None)
        else:
            layer.put(mark)
            known[mark.id] = mark
    end = start + size
    assert sorted((span, mark.id) for span, mark in layer.between(start, end)) == touching(
        known, start, end
    )
    placed = [mark for mark in known.values() if mark.spans]
    assert sorted(mark.id for mark in layer) == sorted(mark.id for mark in placed)
    assert [mark.start for mark in layer] == sorted(mark.start for mark in placed)
    assert [mark.start for mark in layer.after(start)] == sorted(
        mark.start for mark in placed if mark.start > start
    )
    assert [mark.start for mark in layer.before(start)] == sorted(
        (mark.start for mark in placed if mark.start < start), reverse=True
    )


@given(st.lists(marks(), max_size=8), st.lists(marks(), max_size=8))
def test_replacing_a_layer_tells_all_that_looks_different(
    before: list[PaneMark], after: list[PaneMark]
) -> None:
    layer = MarkLayer(before)
    old = {mark.id: mark for mark in layer}
    changed = set(layer.replace(after))
    new = {mark.id: mark for mark in layer}
    assert new == {mark.id: mark for mark in after if mark.spans}
    for mark_id in old.keys() | new.keys():
        if old.get(mark_id) != new.get(mark_id):
            for mark in (old.get(mark_id), new.get(mark_id)):
                for span in mark.spans if mark else ():
                    assert any(report.covers(span) for report in changed)


def test_one_more_mark_touches_its_own_passage_only() -> None:
    layer = MarkLayer(
        PaneMark(str(at), (Span(20 * at, 20 * at + 30),), "entity") for at in range(5000)
    )
    kept = list(layer)
    changed = layer.replace([*kept, PaneMark("new", (Span(7, 12),), "note")])
    assert changed == [Span(7, 12)]


def test_the_innermost_mark_comes_first_and_hidden_layers_are_not_seen() -> None:
    layers = Layers()
    quote = PaneMark("q", (Span(0, 40),), "quote")
    name = PaneMark("n", (Span(10, 14),), "entity")
    note = PaneMark("m", (Span(5, 20),), "note")
    layers.set_layer("findings", [quote, name])
    layers.put("notes", note)
    assert layers.at(12) == [name, note, quote]
    assert layers.marks() == [quote, note, name]
    layers.hide("findings", True)
    assert layers.at(12) == [note]
    assert layers.next(0, {"entity"}) is None
    layers.hide("findings", False)
    assert layers.next(0, {"entity", "note"}) == note
    assert layers.previous(40, {"entity", "quote"}) == name
    assert layers.next(0, {"entity", "note"}, lambda mark: mark.id == "n") == name
