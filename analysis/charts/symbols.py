"""Symbols of the places as SVG paths, for legends and columns where no plotly marker can stand."""

from math import cos, pi, sin


def outline(symbol: str, x: float, y: float, size: float) -> str:
    """Closed path of a plotly marker symbol around (x, y), y upwards; `size` is plotly's marker size in pixels."""
    r = size / 2
    if symbol == "circle":
        return _circle(x, y, r)
    corners = {
        "square": lambda: [(-r, -r), (r, -r), (r, r), (-r, r)],
        "diamond": lambda: [(0.0, -1.3 * r), (1.3 * r, 0.0), (0.0, 1.3 * r), (-1.3 * r, 0.0)],
        "triangle-up": lambda: [(-1.15 * r, -r * 0.8), (1.15 * r, -r * 0.8), (0.0, 1.2 * r)],
        "triangle-down": lambda: [(-1.15 * r, r * 0.8), (1.15 * r, r * 0.8), (0.0, -1.2 * r)],
        "pentagon": lambda: _ring(5, 1.1 * r),
        "hexagon": lambda: _ring(6, 1.1 * r),
        "star": lambda: _star(1.3 * r),
    }[symbol]()
    points = [f"{x + dx:.2f} {y + dy:.2f}" for dx, dy in corners]
    return "M " + " L ".join(points) + " Z"


def _circle(x: float, y: float, r: float) -> str:
    """Four cubic curves: shapes of plotly know no arcs. 0.5523 is the usual handle length for a quarter of a circle."""
    k = 0.5523 * r
    curves = [
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    ]
    return f"M {x + r:.2f} {y:.2f} " + " ".join("C " + " ".join(f"{value:.2f}" for value in curve) for curve in curves) + " Z"


def _ring(corners: int, r: float) -> list[tuple[float, float]]:
    return [(r * sin(2 * pi * index / corners), r * cos(2 * pi * index / corners)) for index in range(corners)]


def _star(r: float) -> list[tuple[float, float]]:
    """Five points; the inner corners lie at 0.382 of the outer ones, as in a regular star."""
    return [(d * sin(pi * index / 5), d * cos(pi * index / 5)) for index in range(10) for d in (r if index % 2 == 0 else 0.382 * r,)]
