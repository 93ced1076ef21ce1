"""Round ends and round steps of rulers and axes."""

from collections.abc import Sequence
from math import floor, log10

_ENDS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def nice_end(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 x 10^n that is not below `value`; 1 for zero."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    for end in _ENDS:
        if end * power >= value * (1 - 1e-9):
            return round(end * power, 10)
    return 10 * power


def ruler(values: Sequence[float], bounds: Sequence[str], *, percent: bool = False) -> tuple[float, float]:
    """(start, end) of a row's ruler: from zero to a round end; room for an arrow where a value is a lower bound.

    Percentages always run from 0 to 100, unless one lies outside. Below zero only when a value does.
    """
    high = max((value * (1.12 if bound == "at_least" else 1.0) for value, bound in zip(values, bounds, strict=True)), default=0.0)
    low = min(values, default=0.0)
    end = 100.0 if percent and max(values, default=0.0) <= 100 else nice_end(high)
    return (-nice_end(-low) if low < 0 else 0.0, end)


def ticks(end: float, *, most: int = 4) -> list[float]:
    """Round ticks from 0 up to `end`, at most `most` steps."""
    if end <= 0:
        return [0.0, 1.0]
    power = 10.0 ** floor(log10(end / most))
    step = next((factor * power for factor in (1.0, 2.0, 5.0, 10.0) if end / (factor * power) <= most + 1e-9), 10 * power)
    return [round(index * step, 10) for index in range(floor(end / step + 1e-9) + 1)]
