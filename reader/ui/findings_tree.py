"""The Findings tab: the outline drawn as a tree."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual import on
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from reader.session.findings_outline import Node, next_place
from reader.text.cells import printable
from reader.ui.list_messages import FindingChosen

NEAR = 100
"""Rows on either side of the cursor that may take it, where its own goes."""
OPEN_AT_FIRST = frozenset({"kind person", "quotes"})


class FindingsTree(Tree[Node]):
    """Names, quotes by speaker and figures; enter goes round the places of the row."""

    def __init__(self) -> None:
        super().__init__("", id="findings")
        self.show_root = False
        self.auto_expand = False
        self.guide_depth = 2
        self._open = set(OPEN_AT_FIRST)
        self._last: tuple[str, int] = ("", -1)
        self._drawn: dict[str, TreeNode[Node]] = {}

    def process_label(self, label: str | Text) -> Text:
        return label if isinstance(label, Text) else Text(label)

    def show_nodes(self, nodes: Iterable[Node]) -> None:
        """Draw another outline; open rows stay open.

        The cursor stays on its row or, where that is gone, on the nearest one that is still there.
        """
        near = self._keys_near()
        nodes = tuple(nodes)
        # A quote that somebody else says now is below another row, which may be closed.
        self._open |= set(_way_to(near[0], nodes) if near else ())
        self.clear()
        self._drawn.clear()
        for node in nodes:
            self._grow(self.root, node)
        self.root.expand()
        found = next((self._drawn[key] for key in near if key in self._drawn), None)
        if found is None and self.root.children:
            found = self.root.children[0]
        # Textual numbers the lines when it needs them; keys typed meanwhile are for this row.
        if found is not None and self.last_line >= 0:
            self.move_cursor(found)

    def _keys_near(self) -> list[str]:
        """Return the keys of the rows around the cursor: its own, those below, those above."""
        line = self.cursor_line
        if line < 0:
            return []
        below = range(line, min(line + NEAR, self.last_line + 1))
        above = range(line - 1, max(-1, line - NEAR), -1)
        nodes = (self.get_node_at_line(each) for each in (*below, *above))
        return [node.data.key for node in nodes if node is not None and node.data is not None]

    @property
    def row(self) -> Node | None:
        return self.cursor_node.data if self.cursor_node is not None else None

    @property
    def finding(self) -> str | None:
        """The finding that the row under the cursor means."""
        row = self.row
        if row is None or row.children or not row.places:
            return None
        key, start = self._last
        last = (place.finding for place in row.places if key == row.key and place.start == start)
        return next(last, row.places[0].finding)

    def _grow(self, parent: TreeNode[Node], node: Node) -> None:
        label = Text(printable(node.label), no_wrap=True, overflow="ellipsis")
        # The head of a kind counts its names, a name its mentions, the other heads what is below.
        count = len(node.children) if node.key.startswith("kind ") else node.number
        if node.children or count > 1:
            label.append(f"  {count}", style="dim")
        if not node.children:
            self._drawn[node.key] = parent.add_leaf(label, node)
            return
        branch = self._drawn[node.key] = parent.add(label, node, expand=node.key in self._open)
        if branch.is_expanded:
            for child in node.children:
                self._grow(branch, child)

    @on(Tree.NodeExpanded)
    def _expanded(self, event: Tree.NodeExpanded[Node]) -> None:
        event.stop()
        node = event.node.data
        if node is None:
            return
        self._open.add(node.key)
        if not event.node.children:
            for child in node.children:
                self._grow(event.node, child)

    @on(Tree.NodeCollapsed)
    def _collapsed(self, event: Tree.NodeCollapsed[Node]) -> None:
        event.stop()
        if event.node.data is not None:
            self._open.discard(event.node.data.key)

    @on(Tree.NodeSelected)
    def _chosen(self, event: Tree.NodeSelected[Node]) -> None:
        event.stop()
        node = event.node.data
        if node is None:
            return
        if node.children and not node.key.startswith("speaker "):
            event.node.toggle()
            return
        last_key, last_start = self._last
        place = next_place(node, last_start if last_key == node.key else -1)
        if place is not None:
            self._last = (node.key, place.start)
            number = node.places.index(place) + 1
            self.post_message(FindingChosen(place.finding, number, node.number))


def _way_to(key: str, nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the keys of the rows above the one with ``key``, none where it is nowhere."""
    for node in nodes:
        below = tuple(child.key for child in node.children)
        if key in below:
            return (node.key,)
        if way := _way_to(key, node.children):
            return (node.key, *way)
    return ()
