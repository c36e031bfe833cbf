"""Growth as a picture: seconds by number of files and by size of a page, both axes logarithmic."""

from __future__ import annotations

from html import escape
from math import log10
from typing import Any

_WIDE, _HIGH, _EDGE = 340, 260, 50
_COLORS = ("#1f6f8b", "#b4432e", "#5b7f2b", "#7a4a94", "#a8731b", "#4a4a4a")


def plot(results: dict[str, Any]) -> str:
    """An SVG of what was measured; empty axes for what was not."""
    files = results.get("files", {})
    lines = {
        name: list(zip(files["files"], files[name], strict=True))
        for name in ("new", "known")
        if name in files
    }
    sizes = {
        name: list(zip(entry["characters"], entry["seconds"], strict=True))
        for name, entry in results.get("sizes", {}).items()
    }
    panels = _panel(0, "seconds by number of files", lines) + _panel(
        1, "seconds by characters of a page", sizes
    )
    width = 2 * (_WIDE + 2 * _EDGE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HIGH + 2 * _EDGE}"'
        f' font-family="sans-serif" font-size="11">{panels}</svg>\n'
    )


def _panel(number: int, title: str, lines: dict[str, list[tuple[float, float]]]) -> str:
    points = [point for line in lines.values() for point in line]
    left = number * (_WIDE + 2 * _EDGE) + _EDGE
    parts = [f'<text x="{left}" y="{_EDGE - 20}" font-size="13">{escape(title)}</text>']
    if not points:
        return parts[0]
    across = _span([x for x, _ in points])
    up = _span([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            left + (log10(x) - across[0]) / (across[1] - across[0]) * _WIDE,
            _EDGE + _HIGH - (log10(y) - up[0]) / (up[1] - up[0]) * _HIGH,
        )

    for power in range(across[0], across[1] + 1):
        x, _ = place(10.0**power, 10.0 ** up[0])
        parts.append(f'<path d="M{x:.1f} {_EDGE}V{_EDGE + _HIGH}" stroke="#ddd"/>')
        label = f"{10**power:,}"
        parts.append(
            f'<text x="{x:.1f}" y="{_EDGE + _HIGH + 16}" text-anchor="middle">{label}</text>'
        )
    for power in range(up[0], up[1] + 1):
        _, y = place(10.0 ** across[0], 10.0**power)
        parts.append(f'<path d="M{left} {y:.1f}H{left + _WIDE}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for index, (name, line) in enumerate(lines.items()):
        color = _COLORS[index % len(_COLORS)]
        drawn = "L".join("{:.1f} {:.1f}".format(*place(x, y)) for x, y in line)
        parts.append(f'<path d="M{drawn}" fill="none" stroke="{color}" stroke-width="2"/>')
        x, y = left + 8, _EDGE + 14 + 14 * index
        parts.append(f'<text x="{x}" y="{y}" fill="{color}">{escape(name)}</text>')
    return "".join(parts)


def _span(values: list[float]) -> tuple[int, int]:
    from math import ceil, floor

    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)
