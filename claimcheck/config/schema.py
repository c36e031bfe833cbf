"""What a configuration file may say. pydantic, because users write these files."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


# One name may stand without its brackets.
Names = Annotated[
    list[str],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
Level = Literal["error", "warning", "info", "off"]


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        populate_by_name=False,
        alias_generator=lambda name: name.replace("_", "-"),
    )


class _Checking(_Section):
    """What can be said for everything, and again for some paths."""

    profile: Names | None = Field(
        None, description="Whose rules apply: us, uk, eu, au, ca, editorial, strict."
    )
    select: Names | None = Field(
        None, description="Only these rules: codes (CIT001), families (CIT) or names."
    )
    ignore: Names | None = Field(None, description="Not these rules. Adds to what is ignored.")
    severity: dict[str, Level] | None = Field(
        None, description="Another severity for a rule, by its code or name."
    )
    product: Literal["supplement", "prescription-drug", "device", "service"] | None = Field(
        None, description="What the pages sell, where rules differ by it."
    )
    require_reason: bool | None = Field(
        None, description="Whether every suppression has to say why."
    )
    fields: Names | None = Field(
        None, description="Front-matter and data keys that hold prose, as patterns (seo.*)."
    )


class OverrideSection(_Checking):
    """Settings for some paths only."""

    paths: Names = Field(
        min_length=1, description="Patterns in gitignore syntax, relative to this file."
    )


class ConfigFile(_Checking):
    """Settings of claimcheck: claimcheck.toml, or [tool.claimcheck] in pyproject.toml."""

    extend: str | None = Field(None, description="Another configuration file to start from.")
    fail_on: Literal["error", "warning", "info", "never"] | None = Field(
        None, description="The least severity that makes the exit status 1. Default: warning."
    )
    include: Names | None = Field(
        None, description="What to check when no path is given, in gitignore syntax."
    )
    exclude: Names | None = Field(
        None, description="What to leave out of folders, in gitignore syntax. Adds up."
    )
    rules: Names | None = Field(
        None, description="Files or folders of house rules, relative to this file. Adds up."
    )
    baseline: str | None = Field(
        None, description="The file of known findings, relative to this file."
    )
    evidence: Names | None = Field(
        None, description="Evidence registers (YAML), relative to this file. Adds up."
    )
    claims: Names | None = Field(
        None, description="Libraries of approved statements (YAML), relative to this file. Adds up."
    )
    bibliography: Names | None = Field(
        None, description="BibTeX or CSL files for citation keys, relative to this file. Adds up."
    )
    site: Names | None = Field(
        None, description="Host names of your own site and shop: they are no source. Adds up."
    )
    pipeline: str | None = Field(
        None, description="An installed spaCy pipeline to use instead of the bundled one."
    )
    max_bytes: int | None = Field(
        None, gt=0, description="The size above which a file is refused. Default: 10000000."
    )
    cache: bool | None = Field(
        None, description="Whether results are kept in .claimcheck_cache/. Default: true."
    )
    overrides: list[OverrideSection] | None = Field(
        None, description="Settings for some paths only; later ones win."
    )


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of a configuration file."""
    schema = ConfigFile.model_json_schema(by_alias=True)
    _tidy(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _tidy(node: Any) -> None:
    """A key that is absent is not null: TOML has none. Titles that repeat the key say nothing."""
    if isinstance(node, list):
        for part in node:
            _tidy(part)
    elif isinstance(node, dict):
        node.pop("title", None) if isinstance(node.get("title"), str) else None
        if node.get("default", ...) is None:
            del node["default"]
        options = node.get("anyOf")
        if isinstance(options, list):
            kept = [option for option in options if option != {"type": "null"}]
            if len(kept) == 1:
                del node["anyOf"]
                node.update(kept[0])
            else:
                node["anyOf"] = kept
        for part in list(node.values()):
            _tidy(part)
