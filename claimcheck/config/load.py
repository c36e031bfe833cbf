"""Configuration files -> settings that know where they came from.

The nearest file upwards counts, and what it extends. Command line over file over defaults.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

from claimcheck.config.settings import ADDING, Override, Settings
from claimcheck.config.toml_places import Key, places
from claimcheck.errors import ConfigError

FILE_NAMES = ("claimcheck.toml", ".claimcheck.toml", "pyproject.toml")
_MOST_BYTES = 2_000_000
_LONGEST_CHAIN = 10
# The file says what a person means; the program says what it holds.
_KEYS = {"profiles": "profile"}


class Memory(Protocol):
    """Remembers of a text what was made of it."""

    def recall(self, kind: str, text: str) -> Any: ...

    def remember(self, kind: str, text: str, value: Any) -> None: ...


@dataclass(frozen=True)
class Layer:
    """One configuration file as changes of settings; `keys` leads to the section in the file."""

    path: str
    text: str
    keys: Key
    changes: Mapping[str, Any]

    @cached_property
    def _places(self) -> Mapping[Key, tuple[int, int]]:
        return places(self.text)

    def place(self, *key: str | int) -> tuple[int, int]:
        """The line and column of a key of the section, or of the nearest one around it."""
        full = (*self.keys, *key)
        while full and full not in self._places:
            full = full[:-1]
        return self._places.get(full, (1, 1))

    def error(self, message: str, *key: str | int) -> ConfigError:
        """An error at a key of this file."""
        line, column = self.place(*key)
        return ConfigError(message, path=self.path, line=line, column=column)


@dataclass(frozen=True)
class Named:
    """A rule or profile that the configuration names, and how to complain about it."""

    kind: Literal["rule", "profile"]
    name: str
    layer: Layer | None
    key: Key

    def error(self, message: str) -> ConfigError:
        """An error at the place of the name; on the command line that is the option."""
        if self.layer is None:
            return ConfigError(f"{message} (--{self.key[0]})")
        return self.layer.error(message, *self.key)


@dataclass(frozen=True)
class Configuration:
    """The settings of a run, the files behind them (farthest first), and the command line's."""

    settings: Settings
    layers: tuple[Layer, ...]
    options: Mapping[str, Any]

    def origins(self, setting: str) -> list[str]:
        """Where a setting got its value: files with their lines, options, or `default`."""
        key = _key(setting)
        found = []
        for layer in self.layers:
            if setting in layer.changes:
                line, column = layer.place(key)
                found.append(f"{layer.path}:{line}:{column}")
        if setting in self.options:
            found.append(f"--{key}")
        if setting not in ADDING and setting != "severity":
            found = found[-1:]
        return found or ["default"]

    def named(self) -> Iterator[Named]:
        """Every rule and profile that is named, so that they can be looked up."""
        for layer in self.layers:
            yield from _named(layer.changes, layer, ())
            for number, override in enumerate(layer.changes.get("overrides", ())):
                yield from _named(override.changes, layer, ("overrides", number))
        yield from _named(self.options, None, ())


def _named(changes: Mapping[str, Any], layer: Layer | None, prefix: Key) -> Iterator[Named]:
    for number, name in enumerate(changes.get("profiles", ())):
        yield Named("profile", name, layer, (*prefix, "profile", number))
    for key in ("select", "ignore"):
        for number, name in enumerate(changes.get(key, ())):
            yield Named("rule", name, layer, (*prefix, key, number))
    for name in changes.get("severity", ()):
        yield Named("rule", name, layer, (*prefix, "severity", name))


def _key(setting: str) -> str:
    return _KEYS.get(setting, setting).replace("_", "-")


def load(
    paths: Sequence[str],
    options: Mapping[str, Any] | None = None,
    *,
    file: str | None = None,
    isolated: bool = False,
    memory: Callable[[Path], Memory] | None = None,
) -> Configuration:
    """The configuration for checking `paths`.

    The search starts in the folder that all `paths` share, else in the current one. `options` are
    the command line's changes; `file` names the configuration file outright; `isolated` reads
    none. `memory` makes, for the project's folder, what remembers files found to be right.
    Raises ConfigError with path:line:column for anything wrong in a file.
    """
    options = options or {}
    nearest = Path(file) if file else None
    if nearest is None and not isolated:
        nearest = find_file(_shared(paths))
    root = Path(os.path.abspath(nearest)).parent if nearest else Path.cwd()
    chain: list[tuple[Path, str, Key, Any]] = _chain(nearest) if nearest else []
    allowed = (options or {}).get("cache", True) and all(
        section.get("cache") is not False for *_, section in chain
    )
    known = memory(root) if memory is not None and chain and allowed else None
    layers = tuple(
        _layer(path, text, keys, section, root, known)
        for path, text, keys, section in reversed(chain)
    )
    settings = Settings(root=root)
    for layer in layers:
        settings = settings.changed(layer.changes)
    return Configuration(settings.changed(options), layers, options)


def _shared(paths: Sequence[str]) -> Path:
    """The deepest folder that holds all `paths`."""
    folders = [
        path if path.is_dir() else path.parent for path in (Path(os.path.abspath(p)) for p in paths)
    ]
    try:
        return Path(os.path.commonpath(folders)) if folders else Path.cwd()
    except ValueError:  # several drives, on Windows
        return Path.cwd()


def find_file(folder: Path) -> Path | None:
    """The nearest configuration file in `folder` or above; a pyproject.toml without a
    `[tool.claimcheck]` is none. Raises ConfigError for one that cannot be read."""
    for place in (folder, *folder.parents):
        for name in FILE_NAMES:
            path = place / name
            if path.is_file() and (
                name != "pyproject.toml" or _section(_parsed(path)[1]) is not None
            ):
                return path
    return None


def _section(data: Mapping[str, Any]) -> Any:
    tool = data.get("tool")
    return tool.get("claimcheck") if isinstance(tool, dict) else None


def _shown(path: Path) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return str(path)


def _parsed(path: Path) -> tuple[str, dict[str, Any]]:
    shown = _shown(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigError(error.strerror or "cannot be read", path=shown) from error
    except UnicodeDecodeError as error:
        raise ConfigError("not UTF-8", path=shown) from error
    if len(data) > _MOST_BYTES:
        raise ConfigError(f"larger than {_MOST_BYTES} bytes", path=shown)
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, line, column = _toml_error(str(error), text)
        raise ConfigError(f"not TOML: {message}", path=shown, line=line, column=column) from error
    except RecursionError as error:
        raise ConfigError("nested too deeply", path=shown) from error


def _toml_error(message: str, text: str) -> tuple[str, int, int]:
    """The parser's message without its place, and the place."""
    match = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message, re.DOTALL)
    if match is not None:
        return match[1], int(match[2]), int(match[3])
    *above, last = text.split("\n")
    return message.removesuffix(" (at end of document)"), len(above) + 1, len(last) + 1


def _chain(path: Path) -> list[tuple[Path, str, Key, Any]]:
    """The file and what it extends, nearest first: path, text, keys of the section, section."""
    chain: list[tuple[Path, str, Key, Any]] = []
    seen: set[Path] = set()
    while True:
        resolved = path.resolve()
        text, data = _parsed(path)
        own = path.name == "pyproject.toml"
        keys: Key = ("tool", "claimcheck") if own else ()
        section = _section(data) if own else data
        if section is None:
            raise ConfigError("has no [tool.claimcheck]", path=_shown(path))
        if not isinstance(section, dict):
            layer = Layer(_shown(path), text, keys, {})
            raise layer.error("[tool.claimcheck] must be a table")
        seen.add(resolved)
        chain.append((path, text, keys, section))
        base = section.get("extend")
        if not isinstance(base, str):
            return chain
        layer = Layer(_shown(path), text, keys, {})
        path = path.parent / base
        if path.resolve() in seen or len(chain) >= _LONGEST_CHAIN:
            raise layer.error(f"extend goes in a circle: {base!r}", "extend")
        if not path.is_file():
            raise layer.error(f"there is no file {base!r} to extend", "extend")


def _layer(
    path: Path,
    text: str,
    keys: Key,
    section: dict[str, Any],
    root: Path,
    memory: Memory | None,
) -> Layer:
    draft = Layer(_shown(path), text, keys, {})
    kind = f"settings-{len(keys)}"
    plain = memory.recall(kind, text) if memory is not None else None
    if not isinstance(plain, dict):
        plain = _validated(draft, section)
        layer = _joined(draft, plain, path, root)
        _check_patterns(layer)
        if memory is not None:
            memory.remember(kind, text, plain)
        return layer
    return _joined(draft, plain, path, root)


def _validated(draft: Layer, section: dict[str, Any]) -> dict[str, Any]:
    """What a section sets, as JSON can hold it; ConfigError for the first thing wrong in it."""
    # Here and not above: reading a configuration needs pydantic, having none does not.
    from pydantic import ValidationError

    from claimcheck.config.schema import ConfigFile

    try:
        file = ConfigFile.model_validate(section)
    except ValidationError as error:
        first = min(error.errors(), key=lambda entry: draft.place(*entry["loc"]))
        raise draft.error(_explained(first), *first["loc"]) from error
    plain = _changes(file)
    if file.overrides is not None:
        plain["overrides"] = [[entry.paths, _override_changes(entry)] for entry in file.overrides]
    return plain


def _joined(draft: Layer, plain: Mapping[str, Any], path: Path, root: Path) -> Layer:
    """The layer that plain data describe: lists as tuples, paths where they lead from the file."""
    folder = Path(os.path.abspath(path)).parent
    changes = _tuples(plain)
    changes.pop("extend", None)
    for key in ("rules", "evidence", "claims", "bibliography"):
        if key in changes:
            changes[key] = tuple(folder / entry for entry in changes[key])
    if "baseline" in changes:
        changes["baseline"] = folder / changes["baseline"]
    if "overrides" in plain:
        changes["overrides"] = tuple(
            Override(tuple(paths), root, _tuples(inner)) for paths, inner in plain["overrides"]
        )
    return Layer(draft.path, draft.text, draft.keys, changes)


def _tuples(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}


def _changes(section: Any) -> dict[str, Any]:
    """What a section sets, by the names of the settings."""
    changes: dict[str, Any] = {}
    for name in type(section).model_fields:
        value = getattr(section, name)
        if value is not None and name != "overrides":
            setting = "profiles" if name == "profile" else name
            changes[setting] = value
    return changes


def _override_changes(section: Any) -> dict[str, Any]:
    changes = _changes(section)
    del changes["paths"]
    return changes


def _check_patterns(layer: Layer) -> None:
    lists: list[tuple[Key, Sequence[str]]] = [
        ((key,), layer.changes.get(key, ())) for key in ("include", "exclude")
    ]
    for number, override in enumerate(layer.changes.get("overrides", ())):
        lists.append((("overrides", number, "paths"), override.paths))
    for key, patterns in lists:
        for number, pattern in enumerate(patterns):
            from pathspec import GitIgnoreSpec  # most configurations have no patterns

            try:
                GitIgnoreSpec.from_lines([pattern])
            except ValueError as error:
                raise layer.error(f"{pattern!r} is no pattern", *key, number) from error


def _explained(error: Any) -> str:
    """A pydantic error in the words of the file."""
    where = [part for part in error["loc"] if isinstance(part, str)]
    name, value, kind = str(where[-1]) if where else "", error["input"], error["type"]
    if kind == "extra_forbidden":
        return f"no setting is called {name!r}{_hint(name, _known(where))}"
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", error["ctx"]["expected"])
        hint = _hint(value, options) if isinstance(value, str) else ""
        return f"{name} cannot be {value!r}{hint}; there is {', '.join(options)}"
    if kind == "missing":
        return f"an entry of overrides needs {name}"
    message = error["msg"]
    return f"{name}: {message[:1].lower()}{message[1:]}" if name else message


def _known(where: Sequence[str]) -> list[str]:
    from claimcheck.config.schema import ConfigFile, OverrideSection

    model = OverrideSection if where[:1] == ["overrides"] else ConfigFile
    return [str(field.alias) for field in model.model_fields.values()]


def _hint(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name.lower(), known, 1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def effective(settings: Settings) -> dict[str, Any]:
    """Settings as plain data, under the keys of a configuration file."""
    data: dict[str, Any] = {}
    for entry in fields(settings):
        value = getattr(settings, entry.name)
        if entry.name in ("root", "overrides", "today", "force_exclude"):
            continue
        if isinstance(value, tuple):
            value = [_plain(item) for item in value]
        elif isinstance(value, Mapping):
            value = dict(value)
        data[_key(entry.name)] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    return _shown(value) if isinstance(value, Path) else value
