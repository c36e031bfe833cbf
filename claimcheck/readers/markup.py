"""Writes HTML into a flow: whole pages, fragments, and what other formats embed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from claimcheck.document import BlockKind
from claimcheck.readers.elements import (
    BLOCKS,
    BUTTON,
    CELLS,
    CODE,
    DESCRIPTIONS,
    ENDS,
    HEADINGS,
    ITEMS,
    LISTS,
    NOTE_HOLDERS,
    NOTES,
    SKIPPED,
    SOURCES,
    VOID,
)
from claimcheck.readers.flow import Flow, Role
from claimcheck.readers.keys import is_chosen, is_prose
from claimcheck.readers.marks import Held, settle
from claimcheck.readers.tokens import (
    CommentToken,
    TagToken,
    TextToken,
    decode_entities,
    scan,
)
from claimcheck.readers.view import NOTHING


@dataclass(slots=True)
class _Element:
    name: str
    role: Role
    skipped: bool = False
    notes: BlockKind | None = None
    quoted: bool = False
    lists: int = 0
    group: int = 0
    ordinal: int | None = None


@dataclass(slots=True)
class _Frame:
    """The open elements inside one container of the host format, and how many of each name.

    The counts let an end tag that matches nothing be ignored without a search.
    """

    elements: list[_Element] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


class HtmlWriter:
    """Writes HTML into a `Flow`. It keeps its state, so that a host format can feed it in parts."""

    def __init__(
        self, flow: Flow, *, fields: tuple[str, ...] = (), components: bool = False
    ) -> None:
        """With `components`, capital letters make a component and `template` shows, as in Vue.

        `fields` are the attributes of components that hold prose.
        """
        self.flow = flow
        self._fields = fields
        self._components = components
        self._skipped = SKIPPED - {"template"} if components else SKIPPED
        self._root = _Element("", Role())
        self._frames = [_Frame()]
        self._skips = 0
        self._breaks = 0
        self._held: Held | None = None
        self._json_ld = False
        self._descriptions: set[str] = set()

    # -- for the host format

    def feed(self, start: int, end: int) -> None:
        """Write the markup between two offsets of the flow's text."""
        for token in scan(self.flow.raw, start, end, components=self._components):
            if isinstance(token, TextToken):
                self._text(token)
            elif isinstance(token, CommentToken):
                if token.content is not None:
                    self.flow.comment(token.start, token.end, token.content)
            elif token.closing:
                self._end(token)
            else:
                self._start(token)

    def copy(self, start: int, end: int) -> None:
        """Write text that the host has read: no tags or entities in it."""
        self.put(None, start, end)

    def put(self, text: str | None, start: int, end: int) -> None:
        """Write `text` for a place; None is the source itself."""
        if self._skips:
            return
        if self._held is not None:
            shown = self.flow.raw[start:end].translate(NOTHING) if text is None else text
            self._held.add("copy" if text is None else "put", shown, start, end)
            if self._held.is_long():
                self._release()
            return
        if self._breaks and not (text or self.flow.raw[start:end]).isspace():
            self._breaks = 0
        if text is None:
            self.flow.copy(start, end)
        else:
            self.flow.put(text, start, end)

    def space(self, start: int, end: int) -> None:
        """White space that the host has read."""
        self.put(" ", start, end)

    def open_container(self, role: Role, *, skipped: bool = False, quoted: bool = False) -> None:
        """A container of the host: end tags inside close nothing outside of it."""
        self.break_block()
        top = self._top
        element = replace(top, name="", role=role, skipped=skipped, ordinal=None)
        element.quoted = top.quoted or quoted
        self._skips += skipped
        self._frames.append(_Frame())
        self._push(element)
        self.flow.role = role

    def close_container(self) -> None:
        """The host's innermost container ends, and every element open in it."""
        self.break_block()
        if len(self._frames) > 1:
            for element in self._frames.pop().elements:
                self._skips -= element.skipped
        self.flow.role = self._top.role

    @property
    def role(self) -> Role:
        """The role of the innermost open element."""
        return self._top.role

    @property
    def quoted(self) -> bool:
        """Whether a quotation is open."""
        return self._top.quoted

    @property
    def skipping(self) -> bool:
        """Whether an element that shows no prose is open."""
        return self._skips > 0

    def break_block(self) -> None:
        """What follows is another block."""
        self._release()
        self.flow.end_block()
        self._breaks = 0

    def open_link(self, target: str, start: int) -> None:
        """A hyperlink of the host begins."""
        if not self._skips:
            self._open_link(target, start)

    def close_link(self, end: int) -> None:
        """The hyperlink of the host ends."""
        if not self._skips:
            self._close_inline("a", end)

    def finish(self) -> None:
        """The host has no more to say."""
        self.break_block()
        self.flow.close_link()

    # -- tokens

    def _text(self, token: TextToken) -> None:
        if self._json_ld and token.raw:
            found = self.flow.meta.setdefault("json-ld", [])
            if isinstance(found, list):
                found.append(self.flow.raw[token.start : token.end].translate(NOTHING))
            self._json_ld = False
        if self._skips:
            return
        for shown, start, end in decode_entities(self.flow.raw, token.start, token.end):
            self.put(shown, start, end)

    def _start(self, tag: TagToken) -> None:
        name = tag.name
        if name in VOID:
            self._void(tag)
            return
        if name in self._skipped:
            if name in BLOCKS:
                self.break_block()
            self._json_ld = name == "script" and "ld+json" in tag.get("type").lower()
            if not (tag.empty and name in {"svg", "math"}):
                self._push(replace(self._top, name=name, skipped=True, ordinal=None))
                self._skips += 1
            return
        if name in BLOCKS:
            self._start_block(tag)
        elif self._skips:
            return
        elif component := self._component(tag):
            self._start_component(tag, component)
        elif name == "a":
            if BUTTON.search(tag.get("class")) or tag.get("role") == "button":
                self._start_block(tag)
                self.flow.open_link(tag.get("href"))
            else:
                self._open_link(tag.get("href") if "href" in tag.attributes else None, tag.start)
        elif name == "sup":
            if self._held is None:
                self._held = Held("sup", tag.start)
            else:
                self._held.depth += 1
        elif name == "q":
            self.put("“", tag.start, tag.end)
        if identifier := tag.get("id") or (tag.get("name") if name == "a" else ""):
            self.flow.anchor(identifier)

    def _end(self, tag: TagToken) -> None:
        name = tag.name
        frame = self._frames[-1]
        if self._skips:
            if not frame.counts.get(name) or name not in self._skipped | BLOCKS:
                return
        elif name == "q":
            self.put("”", tag.start, tag.end)
            return
        elif name == "br":
            self._void(tag)
            return
        elif name in {"a", "sup"} and not frame.counts.get(name):
            self._close_inline(name, tag.end)
            return
        if not frame.counts.get(name):
            component = "" if self._skips else self._component(tag)
            if component.endswith("link"):
                self._close_inline("a", tag.end)
            elif name == "p" or (component and self._ends_line(tag)):
                self.break_block()
            return
        self._release()
        while True:
            element = self._pop()
            if element.name == name:
                break
        self.break_block()
        if name not in BLOCKS:
            self.flow.close_link()
        self.flow.role = self._top.role

    def _void(self, tag: TagToken) -> None:
        name = tag.name
        if self._skips:
            return
        if name == "br":
            breaks = self._breaks + 1
            self.space(tag.start, tag.end)
            self._breaks = breaks
            # Two line breaks are how a page without paragraphs parts them.
            if breaks > 1:
                self.break_block()
        elif name == "hr":
            self.break_block()
        elif name == "meta":
            self._meta(tag)
        elif name == "link":
            # A link to a page's own address is a link to its own site.
            if "canonical" in tag.get("rel").lower().split() and tag.get("href"):
                self.flow.meta.setdefault("canonical", tag.get("href"))
        elif name in {"img", "area"}:
            self._aside(tag, "alt", BlockKind.ALT_TEXT)
        elif name == "input":
            kind = tag.get("type").lower()
            if kind in {"submit", "button", "reset"}:
                self._aside(tag, "value", BlockKind.CALL_TO_ACTION)
            elif kind == "image":
                self._aside(tag, "alt", BlockKind.CALL_TO_ACTION)

    # -- components

    def _component(self, tag: TagToken) -> str:
        """The name of a tag of the author's own making, in lower case, else nothing.

        That is `<my-card>` anywhere, and `<Card>` where names keep their case.
        """
        return tag.name.lower() if tag.name[0].isupper() or "-" in tag.name else ""

    def _start_component(self, tag: TagToken, kind: str) -> None:
        """A component may be a word in a line or a part of the page; its line tells which."""
        if kind.endswith(("button", "btn", "cta")) and not tag.empty:
            self._start_block(tag)
            self.flow.open_link(tag.get("href") or tag.get("to"))
        elif kind.endswith("link") and not tag.empty:
            self._open_link(tag.get("href") or tag.get("to"), tag.start)
        elif self._begins_line(tag):
            self.break_block()
        for name, attribute in tag.attributes.items():
            if name == "alt":
                self._aside(tag, "alt", BlockKind.ALT_TEXT)
            elif is_chosen((name,), self._fields) and is_prose(attribute.value):
                self._aside(tag, name, BlockKind.FRONT_MATTER, label=name)

    def _begins_line(self, tag: TagToken) -> bool:
        before = self.flow.raw[max(tag.start - 80, 0) : tag.start].translate(NOTHING)
        return not before.strip() or before.rstrip(" \t")[-1] in "\r\n>"

    def _ends_line(self, tag: TagToken) -> bool:
        after = self.flow.raw[tag.end : tag.end + 80].translate(NOTHING)
        return not after.strip() or after.lstrip(" \t")[0] in "\r\n<"

    # -- elements

    @property
    def _top(self) -> _Element:
        for frame in reversed(self._frames[-2:]):
            if frame.elements:
                return frame.elements[-1]
        return self._root

    def _push(self, element: _Element) -> None:
        frame = self._frames[-1]
        frame.elements.append(element)
        frame.counts[element.name] = frame.counts.get(element.name, 0) + 1

    def _pop(self) -> _Element:
        frame = self._frames[-1]
        element = frame.elements.pop()
        frame.counts[element.name] -= 1
        self._skips -= element.skipped
        return element

    def _start_block(self, tag: TagToken) -> None:
        name = tag.name
        self.break_block()
        ended = ENDS.get(name, {"p"})
        elements = self._frames[-1].elements
        # Code in a line that does not end before the next block was left open by mistake; to
        # follow the browser would skip the rest of the page.
        while elements and (elements[-1].name in ended or elements[-1].name in CODE):
            self._pop()
        element = self._element(tag)
        # A menu by its role is a menu.
        element.skipped = tag.get("role") == "navigation"
        self._skips += element.skipped
        self._push(element)
        self.flow.role = element.role
        if name == "html" and tag.get("lang"):
            self.flow.meta["lang"] = tag.get("lang")

    def _element(self, tag: TagToken) -> _Element:
        """The element that a start tag opens, what it is for its prose included."""
        name, parent = tag.name, self._top
        element = replace(parent, name=name, skipped=False, ordinal=None)
        role = parent.role
        if name in NOTE_HOLDERS:
            names = f"{tag.get('class')} {tag.get('id')} {tag.get('role')}"
            if NOTES.search(names):
                element.notes = BlockKind.FOOTNOTE
            elif SOURCES.search(names):
                element.notes = BlockKind.REFERENCE
        if name in LISTS:
            element.lists += 1
            element.group = self.flow.new_group()
            if name == "ol":
                start = tag.get("start")
                element.ordinal = int(start) if start.isdigit() and len(start) < 9 else 1
        elif name == "tr":
            element.group = self.flow.new_group()
        elif name == "blockquote":
            element.quoted = True
            role = Role(BlockKind.QUOTE, level=parent.role.level + 1 if parent.quoted else 1)
        elif name == "title":
            role = Role(BlockKind.TITLE)
        elif name in HEADINGS:
            role = Role(BlockKind.HEADING, HEADINGS[name])
        elif name == "button" or name == "a" or self._component(tag):
            role = Role(BlockKind.CALL_TO_ACTION)
        elif parent.quoted:
            pass
        elif name in ITEMS:
            role = self._item(tag, parent)
        elif name in CELLS:
            role = Role(BlockKind.TABLE_CELL, group=parent.group)
        elif name in {"caption", "figcaption"}:
            role = Role(BlockKind.CAPTION)
        element.role = role
        return element

    def _item(self, tag: TagToken, parent: _Element) -> Role:
        ordinal = ""
        if parent.ordinal is not None and tag.name == "li":
            value = tag.get("value")
            if value.isdigit() and len(value) < 9:
                parent.ordinal = int(value)
            ordinal = str(parent.ordinal)
            parent.ordinal += 1
        if parent.notes is BlockKind.FOOTNOTE:
            return Role(BlockKind.FOOTNOTE, parent.lists, parent.group, label=ordinal)
        return Role(
            BlockKind.LIST_ITEM,
            max(parent.lists, 1),
            parent.group,
            ordinal=ordinal,
            sourced=parent.notes is BlockKind.REFERENCE,
        )

    def _aside(self, tag: TagToken, name: str, kind: BlockKind, label: str = "") -> None:
        """A block for the text of an attribute."""
        attribute = tag.attributes.get(name)
        if attribute is None or not attribute.value.strip():
            return
        pieces = [
            (self.flow.raw[start:end] if shown is None else shown, start, end)
            for shown, start, end in decode_entities(
                self.flow.raw, attribute.start, attribute.end, attribute=True
            )
        ]
        self.flow.aside(Role(kind, label=label), pieces)

    def _meta(self, tag: TagToken) -> None:
        name = (tag.get("name") or tag.get("property")).lower()
        content = tag.get("content")
        if not name or not content:
            return
        self.flow.meta.setdefault(name, content)
        # The same description for three networks is one description.
        if name in DESCRIPTIONS and content not in self._descriptions:
            self._descriptions.add(content)
            self._aside(tag, "content", BlockKind.META, label=name)

    # -- links and marks

    def _open_link(self, target: str | None, start: int) -> None:
        if not target:
            return
        if self._held is not None and self._held.name == "sup":
            self._held.add("open", target, start, start)
            return
        self._release()
        if target.startswith("#"):
            self._held = Held("a", start)
            self._held.add("open", target, start, start)
        else:
            self.flow.open_link(target)

    def _close_inline(self, name: str, end: int) -> None:
        held = self._held
        if held is None:
            if name == "a":
                self.flow.close_link()
        elif held.name == name:
            held.depth -= 1
            if held.depth == 0:
                self._held = None
                settle(self.flow, held, end)
        elif name == "a":
            held.add("close", "", end, end)

    def _release(self) -> None:
        """What was held back as a possible mark is none: write it."""
        if self._held is not None:
            held, self._held = self._held, None
            held.write(self.flow)
