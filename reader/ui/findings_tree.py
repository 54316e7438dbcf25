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

    def process_label(self, label: str | Text) -> Text:
        return label if isinstance(label, Text) else Text(label)

    def show_nodes(self, nodes: Iterable[Node]) -> None:
        """Draw another outline; open rows stay open, the cursor stays where it was."""
        cursor = self.cursor_node.data.key if self.cursor_node and self.cursor_node.data else None
        self.clear()
        for node in nodes:
            self._grow(self.root, node)
        self.root.expand()
        found = _with_key(self.root, cursor) if cursor is not None else None
        if found is None and self.root.children:
            found = self.root.children[0]
        if found is not None:
            self.call_after_refresh(self.move_cursor, found)

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
        if key == row.key:
            return next(place.finding for place in row.places if place.start == start)
        return row.places[0].finding

    def _grow(self, parent: TreeNode[Node], node: Node) -> None:
        label = Text(printable(node.label), no_wrap=True, overflow="ellipsis")
        # The head of a kind counts its names, a name its mentions, the other heads what is below.
        count = len(node.children) if node.key.startswith("kind ") else node.number
        if node.children or count > 1:
            label.append(f"  {count}", style="dim")
        if not node.children:
            parent.add_leaf(label, node)
            return
        branch = parent.add(label, node, expand=node.key in self._open)
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
            self.post_message(FindingChosen(place.finding))


def _with_key(parent: TreeNode[Node], key: str) -> TreeNode[Node] | None:
    for child in parent.children:
        if child.data is not None and child.data.key == key:
            return child
        found = _with_key(child, key)
        if found is not None:
            return found
    return None
