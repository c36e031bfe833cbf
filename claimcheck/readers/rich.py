"""Rich text as content systems store it: trees of typed nodes in JSON or YAML.

Known are the shapes of Contentful, ProseMirror and TipTap (Statamic), Slate and Strapi, Lexical,
Portable Text (Sanity) and Editor.js. They differ in names more than in kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from claimcheck.document import BlockKind
from claimcheck.readers.data import Node, Text
from claimcheck.readers.fields import Field, prepare_text
from claimcheck.readers.flow import Role
from claimcheck.readers.markup import HtmlWriter
from claimcheck.readers.view import ViewBuilder

_CONTAINERS = {"document", "doc", "root"}
_PARAGRAPHS = {"paragraph", "p", "block", "normal", "textblock"}
_LISTS = {
    "list", "bulletlist", "orderedlist", "unorderedlist", "numberedlist", "ul", "ol", "ullist",
    "ollist", "bulletedlist", "checklist", "tasklist", "nestedlist",
}  # fmt: skip
_ITEMS = {"listitem", "li", "taskitem", "listitemchild", "lic"}
_QUOTES = {"blockquote", "quote", "pullquote"}
_TABLES = {"table", "tablebody", "tablehead"}
_ROWS = {"tablerow", "tr"}
_CELLS = {"tablecell", "tableheader", "tableheadercell", "td", "th"}
_SKIPPED = {"codeblock", "code", "pre", "embed", "html", "raw"}
_TEXTS = {"text", "span", "leaf"}
_LINKS = {"link", "hyperlink", "a", "anchor", "autolink"}
_BREAKS = {"hardbreak", "linebreak", "br"}
_IMAGES = {"image", "img", "figure"}
_HEADING = re.compile(r"(?:heading|header|title|h)-?(\d)?")
_KNOWN = (
    _CONTAINERS | _PARAGRAPHS | _LISTS | _ITEMS | _QUOTES | _TABLES | _ROWS | _CELLS | _SKIPPED
)  # fmt: skip


def is_rich(node: Node) -> bool:
    """Whether a node is rich text rather than a record with fields."""
    if not isinstance(node, dict):
        return False
    kind = _kind(node)
    known = kind in _KNOWN or bool(_HEADING.fullmatch(kind))
    return known and (isinstance(_children(node), list) or isinstance(node.get("data"), dict))


@dataclass(slots=True)
class RichText:
    """Steps that print a tree, over a view that holds its text."""

    builder: ViewBuilder
    other: Callable[[Node], None]
    steps: list[tuple[str, Role | Field | str | None, int, int]] = field(default_factory=list)
    groups: int = 0

    def prepare(self, node: Node) -> None:
        """Add the text of a tree to the view, and the steps that print it."""
        self._node(node, Role(), {})

    def write(self, html: HtmlWriter) -> None:
        """Print the tree."""
        numbers: dict[int, int] = {}
        for action, value, start, end in self.steps:
            if action == "open" and isinstance(value, Role):
                # Groups are numbered when they are printed, since others are printed as well.
                if value.group and value.group not in numbers:
                    numbers[value.group] = html.flow.new_group()
                group = numbers.get(value.group, 0)
                html.open_container(
                    Role(value.kind, value.level, group, value.label, value.ordinal)
                )
            elif action == "skip":
                html.open_container(Role(), skipped=True)
            elif action == "close":
                html.close_container()
            elif action == "link" and isinstance(value, str):
                html.open_link(value, start)
            elif action == "unlink":
                html.close_link(end)
            elif action == "text":
                html.copy(start, end)
            elif action == "space":
                html.space(start, end)
            elif action == "field" and isinstance(value, Field):
                html.break_block()
                value.write(html.flow, html.role)
        html.break_block()

    def _step(self, action: str, value: Role | Field | str | None = None) -> None:
        self.steps.append((action, value, self.builder.length, self.builder.length))

    def _node(self, node: Node, role: Role, links: dict[str, str]) -> None:
        if isinstance(node, list):
            for item in node:
                self._node(item, role, links)
        elif isinstance(node, Text):
            # Editor.js keeps the items of a list as plain strings.
            self._step("open", role)
            self._step("field", prepare_text(self.builder, node, role.label))
            self._step("close")
        elif isinstance(node, dict):
            self._typed(node, _kind(node), role, links)

    def _typed(self, node: dict[str, Node], kind: str, role: Role, links: dict[str, str]) -> None:
        if kind in _TEXTS or (not kind and _text(node) is not None):
            self._text(node, links)
        elif kind in _BREAKS:
            self._step("space")
        elif kind in _LINKS:
            self._step("link", _target(node))
            self._node(_children(node), role, links)
            self._step("unlink")
        elif kind in _IMAGES:
            self._image(node)
        elif kind in _SKIPPED:
            return
        elif not isinstance(_children(node), list):
            data = node.get("data")
            inner = self._role(node, kind, role) or role
            self._data(data if isinstance(data, dict) else node, kind, inner)
        elif (own := self._role(node, kind, role)) is None:
            self._node(_children(node), role, links)
        else:
            self._step("open", own)
            self._node(_children(node), own, {**links, **_definitions(node)})
            self._step("close")

    def _data(self, data: dict[str, Node], kind: str, role: Role) -> None:
        """A block of Editor.js keeps its text in `data`, and so do its list items."""
        if kind and kind not in _KNOWN and not _HEADING.fullmatch(kind):
            self.other(data)
            return
        if kind in _TABLES:
            role = Role(BlockKind.TABLE_CELL)
        for name in ("text", "content", "items", "caption"):
            self._node(data.get(name), role, {})

    def _role(self, node: dict[str, Node], kind: str, role: Role) -> Role | None:
        """What a block is; None for one that only holds others."""
        style = _word(node.get("style"))
        heading = _HEADING.fullmatch(kind) or _HEADING.fullmatch(style)
        if role.kind is BlockKind.QUOTE and kind not in _QUOTES:
            return role
        if heading and heading[0]:
            return Role(BlockKind.HEADING, int(heading[1] or 0) or _level(node))
        if kind in _QUOTES or style in _QUOTES:
            return Role(BlockKind.QUOTE, 1)
        if _word(node.get("listItem")) or kind in _LISTS or kind in _ROWS:
            self.groups += 1
            nested = role.level + 1 if role.kind is BlockKind.LIST_ITEM else 1
            is_row = kind in _ROWS
            return Role(
                BlockKind.TABLE_CELL if is_row else BlockKind.LIST_ITEM,
                0 if is_row else nested,
                self.groups,
            )
        if kind in _PARAGRAPHS | _ITEMS | _CELLS:
            return role
        return None

    def _text(self, node: dict[str, Node], links: dict[str, str]) -> None:
        text = _text(node)
        found = node.get("marks")
        marks = found if isinstance(found, list) else []
        named = [mark for mark in marks if isinstance(mark, dict)]
        if text is None or any(_kind(mark) == "code" for mark in named) or "code" in node:
            return
        keys = [mark.value for mark in marks if isinstance(mark, Text)]
        target = next((_target(mark) for mark in named if _kind(mark) in _LINKS), "")
        target = target or next((links[key] for key in keys if key in links), "")
        if "code" in keys:
            return
        if target:
            self._step("link", target)
        start = self.builder.length
        for shown, piece_start, piece_end in text.pieces():
            self.builder.add(shown, piece_start, piece_end)
        self.steps.append(("text", None, start, self.builder.length))
        self.builder.gap()
        if target:
            self._step("unlink")

    def _image(self, node: dict[str, Node]) -> None:
        for holder in (node, node.get("attrs"), node.get("data")):
            alt = holder.get("alt") if isinstance(holder, dict) else None
            if isinstance(alt, Text) and alt.value.strip():
                self._step("open", Role(BlockKind.ALT_TEXT))
                self._step("field", prepare_text(self.builder, alt, ""))
                self._step("close")
                return


def _kind(node: dict[str, Node]) -> str:
    for name in ("nodeType", "_type", "type"):
        if word := _word(node.get(name)):
            return word
    return ""


def _word(node: Node) -> str:
    return re.sub(r"[-_ ]", "", node.value).lower() if isinstance(node, Text) else ""


def _children(node: dict[str, Node]) -> Node:
    for name in ("content", "children"):
        if isinstance(node.get(name), list):
            return node[name]
    blocks = node.get("blocks")
    return blocks if isinstance(blocks, list) else None


def _text(node: dict[str, Node]) -> Text | None:
    for name in ("text", "value"):
        found = node.get(name)
        if isinstance(found, Text):
            return found
    return None


def _target(node: dict[str, Node]) -> str:
    for holder in (node, node.get("attrs"), node.get("data"), node.get("fields")):
        if isinstance(holder, dict):
            for name in ("href", "uri", "url"):
                found = holder.get(name)
                if isinstance(found, Text):
                    return found.value
    return ""


def _definitions(node: dict[str, Node]) -> dict[str, str]:
    """The links that a block of Portable Text defines, by their keys."""
    found = node.get("markDefs")
    definitions: dict[str, str] = {}
    for definition in found if isinstance(found, list) else []:
        key = definition.get("_key") if isinstance(definition, dict) else None
        if isinstance(definition, dict) and isinstance(key, Text):
            definitions[key.value] = _target(definition)
    return definitions


def _level(node: dict[str, Node]) -> int:
    for holder in (node, node.get("attrs"), node.get("data")):
        if isinstance(holder, dict):
            for name in ("level", "tag"):
                found = holder.get(name)
                digits = re.search(r"[1-6]", found.value if isinstance(found, Text) else str(found))
                if digits:
                    return int(digits[0])
    return 2
