"""A chart with its PNG button, and a table of plain cells: the two blocks that every page is built of."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.charts.look import plot_config
from pages.shared.shown import Shown


def chart(figure: go.Figure, *, name: str, key: str) -> list[Any] | None:
    """Draw a figure; returns the customdata of the point that was clicked, or None.

    `name` is the file name of the PNG. `key` must change with the choice of reports: a selection lives with its key.
    """
    shown = figure if isinstance(figure, Shown) else Shown(figure)
    event = st.plotly_chart(
        shown,
        theme=None,
        key=key,
        on_select="rerun",
        selection_mode="points",
        config=plot_config(name, shown.height),
        alt=shown.alt or name,
    )
    points = event["selection"]["points"] if event else []
    data = points[0].get("customdata") if points else None
    # Plotly hands an array of data back as an object with the indices as keys.
    return list(data.values()) if isinstance(data, dict) else data


def table(
    frame: pd.DataFrame,
    *,
    key: str,
    height: int | None = None,
    width: int | Literal["stretch"] = "stretch",
    first: int | None = None,
    right: Sequence[str] = (),
    style: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> tuple[int, str] | None:
    """Draw a table; returns (row number, column name) of the cell that was clicked, or None. Text in cells is text.

    width: pixels of a table of few columns, which would else stand far apart. first: pixels of the first column, which stays where
    it is. right: columns whose words stand at the right edge. style: the frame -> CSS of its cells, in a frame of the same shape.
    """
    rows = len(frame)
    columns = {name: st.column_config.Column(alignment="right") for name in right}
    if len(frame.columns):
        columns[str(frame.columns[0])] = st.column_config.Column(pinned=True, width=first)
    event = st.dataframe(
        frame if style is None else frame.style.apply(style, axis=None),
        key=key,
        hide_index=True,
        width=width,
        row_height=34,
        height=height or min(rows + 1, 31) * 34 + 4,
        on_select="rerun",
        selection_mode="single-cell",
        column_config=columns,
    )
    cells = event["selection"]["cells"] if event else []
    return (int(cells[0][0]), str(cells[0][1])) if cells else None
