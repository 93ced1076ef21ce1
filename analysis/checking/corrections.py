"""People's corrections laid over what the rules found, so that they outlive every new version of the rules.

A correction keeps no reference to a figure of one run. It keeps an anchor: the clause, the number as written, and where it
stood; by these it finds its figure again in whatever the present rules find.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

from analysis.report import Action, Anchor, Correction, Figure, LibraryError, Span

#: What a correction may change. Where a figure stands is told by the rules of the day.
CORRECTABLE = ("value", "upper", "bound", "unit", "indicator", "topic", "scope", "status", "period_years")

_SAME_CLAUSE = 6  # characters a clause must have to be known again although it was cut otherwise and stands elsewhere


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure with people's word over it. `found` is how the rules have it, None when they do not find it (or not any more).

    anchor: what a further correction of it carries. seen: number of the last correction in force, 0 for none.
    action: the last word, empty for none; `reject` marks a figure that counts no more.
    """

    figure: Figure
    found: Figure | None
    anchor: Anchor
    seen: int = 0
    action: Action | Literal[""] = ""


def figure_to_json(figure: Figure) -> str:
    """The figure's fields as one JSON object; `figure_from_json` is the way back."""
    return json.dumps(asdict(figure), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def figure_from_json(text: str, base: Figure | None = None) -> Figure:
    """The figure of `figure_to_json`; fields that `text` leaves out come from `base`. LibraryError (E130) when some are missing."""
    try:
        values = (asdict(base) if base else {}) | json.loads(text or "{}")
        values["repeats"] = tuple(Span(**span) for span in values.get("repeats", ()))
        return Figure(**values)
    except (ValueError, TypeError):
        raise LibraryError("填写的数字不完整，请检查数值、单位和指标后重新填写。", "E130") from None


def anchor_of(figure: Figure) -> Anchor:
    """The anchor of a figure that a person adds; those that rules found have theirs from `judge`."""
    return Anchor(figure.start, figure.end, figure.number_text, figure.quote)


def last_correction(anchor: Anchor, corrections: Iterable[Correction]) -> int:
    """Number of the last correction in force on the figure of this anchor, 0 for none: the `seen` of `add_correction`."""
    return max((one.id for one in corrections if not one.undone and one.anchor.same(anchor)), default=0)


def apply_corrections(figures: Sequence[Figure], corrections: Iterable[Correction]) -> tuple[Figure, ...]:
    """The figures with people's word over them, ordered by where they stand: what every page and export counts.

    Confirmed and corrected figures are `checked`, rejected ones are gone, added ones have origin `person`. A confirmed or
    corrected figure that the rules no longer find stays, as the person last saw it. Later corrections win over earlier ones;
    undone ones have no effect.
    """
    return tuple(one.figure for one in judge(figures, corrections) if one.action != "reject")


def judge(figures: Sequence[Figure], corrections: Iterable[Correction]) -> tuple[Judged, ...]:
    """Every figure of a report with what people said about it, rejected ones included; ordered by where they stand.

    `figures` as the rules found them, `corrections` of the same report. Time: figures times corrections.
    """
    anchors = _anchors(figures)
    known = [Judged(figure, figure, anchor) for figure, anchor in zip(figures, anchors, strict=True)]
    resolved: list[tuple[Anchor, int]] = []  # a later word on a figure goes where the first went, whatever the first changed
    for correction in sorted(corrections, key=lambda one: one.id):
        number = next((number for anchor, number in resolved if anchor.same(correction.anchor)), None)
        if number is None:
            number = _find(figures, anchors, correction)
        if number is None and not correction.undone:
            lost = _as_last_seen(correction)
            if lost is not None:
                known.append(Judged(lost, None, correction.anchor))
                number = len(known) - 1
        if number is None:
            continue
        resolved.append((correction.anchor, number))
        if not correction.undone:
            known[number] = _said(known[number], correction)
    return tuple(sorted(known, key=lambda one: (one.figure.start, one.figure.end)))


def _anchors(figures: Sequence[Figure]) -> list[Anchor]:
    """Anchors of figures, each with its number among those of the same clause and number."""
    counted: dict[tuple[str, str], int] = {}
    anchors = []
    for figure in figures:
        twin = (figure.quote, figure.number_text)
        anchors.append(Anchor(figure.start, figure.end, figure.number_text, figure.quote, counted.get(twin, 0)))
        counted[twin] = counted.get(twin, 0) + 1
    return anchors


def _as_last_seen(correction: Correction) -> Figure | None:
    """A figure that the rules do not find, as the person had it on the screen; None when there is nothing to keep."""
    if correction.action == "reject" or not (correction.before or correction.after):
        return None
    before = figure_from_json(correction.before) if correction.before else None
    return figure_from_json(correction.after, before)


def _said(judged: Judged, correction: Correction) -> Judged:
    figure = judged.figure
    if correction.action in ("correct", "add"):
        word = figure_from_json(correction.after, figure)
        figure = replace(figure, **{name: getattr(word, name) for name in CORRECTABLE})
    if correction.action == "add":
        figure = replace(figure, origin="person")
    figure = replace(figure, checked=correction.action != "reject")
    # Its anchor stays the one people used, so that the next word joins the same chain though rules now cut the clause otherwise.
    return Judged(figure, judged.found, correction.anchor, correction.id, correction.action)


def _find(figures: Sequence[Figure], anchors: Sequence[Anchor], correction: Correction) -> int | None:
    """Which figure a correction means: same clause and number first, then the same stretch of text with a number that agrees."""
    wanted = correction.anchor
    numbers = list(range(len(figures)))
    if correction.action == "add":
        # What was added is a figure of its own beside those of the same number, unless the rules find that very one by now.
        indicator = figure_from_json(correction.after).indicator
        numbers = [number for number in numbers if figures[number].indicator in (indicator, "other")]
    twins = [number for number in numbers if (anchors[number].quote, anchors[number].number_text) == (wanted.quote, wanted.number_text)]
    if not twins:
        likely = [(score, number) for number in numbers if (score := _likeness(anchors[number], wanted)) > 0]
        likely.sort(key=lambda pair: (-pair[0], abs(anchors[pair[1]].start - wanted.start), pair[1]))
        return likely[0][1] if likely else None
    here = [number for number in twins if anchors[number].start == wanted.start] or twins
    if len(here) > 1 and correction.before:
        indicator = figure_from_json(correction.before).indicator
        named = [number for number in here if figures[number].indicator == indicator]
        if len(named) == 1:
            return named[0]
    counted = [number for number in here if anchors[number].ordinal == wanted.ordinal]
    return counted[0] if counted else min(here, key=lambda number: abs(anchors[number].start - wanted.start))


def _likeness(own: Anchor, wanted: Anchor) -> int:
    """How much a figure whose clause is cut otherwise agrees with an anchor; 0: it is another one.

    Rules may cut a clause shorter or longer, or take 近 into the number; the digits themselves must agree, or a correction of
    one number would fall upon its neighbour.
    """
    if not _digits(own.number_text) or _digits(own.number_text) != _digits(wanted.number_text):
        return 0
    short, long = sorted((own.quote, wanted.quote), key=len)
    nested = len(short) >= _SAME_CLAUSE and short in long
    overlaps = min(own.end, wanted.end) > max(own.start, wanted.start)
    return 2 * overlaps + nested


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isnumeric())
