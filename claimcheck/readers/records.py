"""Data files of content systems, YAML and JSON: the fields that hold prose, and rich text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from claimcheck.document import BlockKind, Document
from claimcheck.errors import ReadError
from claimcheck.readers.data import Node, Text, json_tree
from claimcheck.readers.fields import Field, prepare_text
from claimcheck.readers.flow import Flow, Role, with_title
from claimcheck.readers.frontmatter import parse_yaml
from claimcheck.readers.keys import is_chosen, is_prose
from claimcheck.readers.markup import HtmlWriter
from claimcheck.readers.options import Options
from claimcheck.readers.rich import RichText, is_rich
from claimcheck.readers.view import ViewBuilder
from claimcheck.source import Source

_COMMENT = re.compile(r"^[ \t]*(#[ \t]*(claimcheck:.*))$", re.MULTILINE)


def read(source: Source, options: Options) -> Document:
    """Read a data file. Raises `ReadError` with line and column where it is broken."""
    is_json = options.suffix == ".json"
    root = _json(source) if is_json else parse_yaml(source, 0, len(source.text), "YAML")
    builder = ViewBuilder()
    records = _Records(builder, options.fields)
    records.prepare(root)
    flow = Flow(source, builder.build())
    for part in records.parts:
        if isinstance(part, Field):
            part.write(flow, Role(BlockKind.FRONT_MATTER, label=part.label))
        else:
            html = HtmlWriter(flow)
            part.write(html)
            html.finish()
    document = flow.finish("json" if is_json else "yaml")
    return with_title(document)


@dataclass(slots=True)
class _Records:
    """Finds the prose of some data, in order, and puts its text into a view."""

    builder: ViewBuilder
    patterns: tuple[str, ...]
    parts: list[Field | RichText] = field(default_factory=list)

    def prepare(self, root: Node) -> None:
        self._node((), root)

    def _node(self, path: tuple[str, ...], node: Node) -> None:
        if isinstance(node, Text):
            if is_chosen(path, self.patterns) and is_prose(node.value):
                self.parts.append(prepare_text(self.builder, node, ".".join(path)))
        elif isinstance(node, list):
            for item in node:
                self._node(path, item)
        elif is_rich(node):
            part = RichText(self.builder, lambda other: self._node(path, other))
            self.parts.append(part)
            part.prepare(node)
        elif isinstance(node, dict):
            for key, value in node.items():
                self._node((*path, key), value)


def _json(source: Source) -> Node:
    try:
        return json_tree(source.text)
    except json.JSONDecodeError as error:
        offset, problem = error.pos, error.msg
    except (ValueError, RecursionError) as error:
        offset, problem = 0, str(error)
    place = source.position(min(offset, len(source.text)))
    raise ReadError(
        f"broken JSON: {problem}", path=source.path, line=place.line, column=place.column
    )
