"""How well the extraction does: the figures of a report against figures that people marked.

A gold file is {"figures": [{"value", "unit", "indicator", "bound", "scope", "status", "period_years", "quote" or "topic", "number_text"}]};
`indicator_also` names further ids that are right, `scope_disputed` leaves the scope unscored, `repeat_of` marks a further place of an
earlier figure, which may be left out. `other` is right for every id that the annotation guide does not list.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.figures.catalogue import Catalogue, default_catalogue
from analysis.fold import fold
from analysis.report import Figure, ReportError

#: Keys of the result of `evaluate`, besides the lists missed, extra and misnamed.
MEASURES = ("figures", "predicted", "precision", "recall", "f1", "indicator", "bound", "scope", "period", "status", "strict_f1")
_NAMES = {
    "figures": "标注的数",
    "predicted": "读出的数",
    "precision": "准确率（数值+单位）",
    "recall": "召回率（数值+单位）",
    "f1": "F1（数值+单位）",
    "indicator": "指标一致",
    "bound": "约数标记一致",
    "scope": "总数或局部一致",
    "period": "年数一致",
    "status": "已做或计划一致",
    "strict_f1": "F1（数值+单位+指标）",
}
_SAME_UNITS = {"％": "%", "百分比": "%", "万元": "元", "个百分点": "百分点"}

Gold = Mapping[str, Any]


def read_gold(path: Path) -> list[Gold]:
    """Figures of a gold file. Raises ReportError when it is missing or is no gold file."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        raise ReportError(f"标注文件 {path.name} 打不开或不是 JSON，请检查路径和内容。") from None
    figures = data.get("figures") if isinstance(data, dict) else None
    if not isinstance(figures, list) or not all(isinstance(one, dict) and {"value", "unit", "indicator"} <= one.keys() for one in figures):
        raise ReportError(f"标注文件 {path.name} 里没有 figures，或其中有数缺少 value、unit、indicator。")
    return figures


def evaluate(gold: Sequence[Gold], figures: Sequence[Figure], *, catalogue: Catalogue | None = None) -> dict[str, Any]:
    """Measures (MEASURES, shares 0–1) and the lists missed (gold), extra (figures) and misnamed (pairs of both).

    A gold figure is found when a figure with its value and unit is still free; of several the one whose indicator agrees is taken, then
    the one whose clause is most like it. Shares are taken over what was found, None where the gold says nothing of it.
    """
    known = catalogue or default_catalogue()
    pairs, missed, extra = _match(gold, figures, known)
    missed = [one for one in missed if "repeat_of" not in one]
    wanted = len(pairs) + len(missed)
    named = [(one, found) for one, found in pairs if _agrees(found.indicator, one, known)]
    precision, recall = _share(len(pairs), len(figures)), _share(len(pairs), wanted)

    def agree(key: str, attribute: str) -> float | None:
        rows = [(one, found) for one, found in pairs if key in one and not (key == "scope" and one.get("scope_disputed"))]
        return _share(sum(getattr(found, attribute) == one[key] for one, found in rows), len(rows)) if rows else None

    return {
        "figures": wanted, "predicted": len(figures), "precision": precision, "recall": recall, "f1": _f1(precision, recall),
        "indicator": _share(len(named), len(pairs)), "bound": agree("bound", "bound"), "scope": agree("scope", "scope"),
        "period": agree("period_years", "period_years"), "status": agree("status", "status"),
        "strict_f1": _f1(_share(len(named), len(figures)), _share(len(named), wanted)),
        "missed": missed, "extra": extra, "misnamed": [pair for pair in pairs if pair not in named],
    }  # fmt: skip


def render(result: Mapping[str, Any], *, misses: bool = False) -> str:
    """The measures as Chinese lines, and on demand what was missed, read too much, or given another indicator."""
    lines = [f"{_NAMES[key]}：{_measure(result[key])}" for key in MEASURES]
    if misses:
        lines += [f"漏读　{_told(one)}" for one in result["missed"]]
        lines += [f"多读　{one.number_text} {one.unit} {one.indicator}｜{one.quote}" for one in result["extra"]]
        lines += [f"指标不一　{_told(one)} → {found.indicator}｜{found.reason}" for one, found in result["misnamed"]]
    return "\n".join(lines)


def _measure(value: float | None) -> str:
    return "标注里没有" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def _told(one: Gold) -> str:
    return f"{one.get('number_text', one['value'])} {one['unit']} {one['indicator']}｜{one.get('quote') or one.get('topic', '')}"


def _match(
    gold: Sequence[Gold], figures: Sequence[Figure], catalogue: Catalogue
) -> tuple[list[tuple[Gold, Figure]], list[Gold], list[Figure]]:
    """Pairs of gold and figure, gold without a figure, figures without gold. First places go before repeated ones."""
    free = dict(enumerate(figures))
    pairs: list[tuple[Gold, Figure]] = []
    missed: list[Gold] = []
    for one in sorted(gold, key=lambda one: "repeat_of" in one):
        unit, value, quote = _unit(str(one["unit"])), float(one["value"]), str(one.get("quote", ""))
        fitting = [index for index, figure in free.items() if _unit(figure.unit) == unit and abs(figure.value - value) < 1e-6]
        if not fitting:
            missed.append(one)
            continue
        best = max(
            fitting, key=lambda index: (_agrees(figures[index].indicator, one, catalogue), _overlap(figures[index].quote, quote), -index)
        )
        pairs.append((one, free.pop(best)))
    return pairs, missed, list(free.values())


def _agrees(indicator: str, one: Gold, catalogue: Catalogue) -> bool:
    allowed = {one["indicator"], *one.get("indicator_also", ())}
    found = catalogue.by_id.get(indicator)
    return indicator in allowed or ("other" in allowed and (found is None or not found.listed))


def _unit(unit: str) -> str:
    unit = fold(unit.strip())
    return _SAME_UNITS.get(unit, unit)


def _overlap(text: str, other: str) -> float:
    """Share of the other's character pairs that stand in the text."""
    pairs = {other[index : index + 2] for index in range(len(other) - 1)}
    return _share(sum(pair in text for pair in pairs), len(pairs))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
