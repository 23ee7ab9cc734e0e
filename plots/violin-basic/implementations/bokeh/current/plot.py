"""Draw one violin per category with bokeh.

Gentoo Penguins Have the Longest Flippers: Compares how a measurement is distributed in
several groups by the shape of each distribution.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from bokeh.models import NumeralTickFormatter, Spacer
from bokeh.plotting import figure, save
from bokeh.resources import INLINE
from scipy.stats import gaussian_kde

SAMPLE = "data/examples/penguins.csv"
TITLE = "Gentoo Penguins Have the Longest Flippers"
LABELS: dict[str, str] = {
    "species": "Species",
    "flipper_length_mm": "Flipper length (mm)",
}
COLOR = "#0072B2"


def _violin(
    name: str,
    numbers: pd.Series,
) -> tuple[list[tuple[str, float]], list[float]]:
    """Give the outline beside a category: where it is across and along."""
    at = np.linspace(numbers.min(), numbers.max(), 200)
    # Gaussian kernels; their bandwidth follows Scott's rule.
    height = gaussian_kde(numbers)(at)
    width = 0.4 * height / height.max()
    sides = [*width, *-width[::-1]]
    return [(name, side) for side in sides], [*at, *at[::-1]]


def _style(fig: figure) -> None:
    """Set the texts and a light grid behind the values."""
    fig.toolbar.autohide = True
    fig.toolbar.logo = None
    fig.outline_line_color = None
    for side in ("left", "right", "below"):
        fig.add_layout(Spacer(width=14, height=14), side)
    fig.title.text_font = "sans-serif"
    fig.title.text_font_size = "16px"
    fig.title.text_color = "#1F1F1F"
    fig.title.padding = (0, 14)
    fig.axis.axis_label_text_font = "sans-serif"
    fig.axis.axis_label_text_font_size = "13px"
    fig.axis.axis_label_text_color = "#4A4A4A"
    fig.axis.axis_label_text_font_style = "normal"
    fig.axis.axis_label_standoff = 12
    fig.axis.major_label_text_font = "sans-serif"
    fig.axis.major_label_text_font_size = "12px"
    fig.axis.major_label_text_color = "#4A4A4A"
    fig.axis.major_label_standoff = 8
    fig.axis.major_tick_line_color = None
    fig.axis.minor_tick_line_color = None
    fig.yaxis.axis_line_color = None
    fig.xaxis.axis_line_color = "#9A9A9A"
    fig.ygrid.grid_line_color = "#E6E6E6"
    fig.xgrid.grid_line_color = None


def plot(data: pd.DataFrame, category: str, value: str) -> figure:
    """Draw one violin per category.

    Args:
        data: Table with one row per observation.
        category: One violin each: a nominal or ordinal column.
        value: The measurement: a quantitative column.

    Returns:
        The figure, 800 x 450 pixels at standard resolution.
    """
    frame = data.dropna(subset=[category, value])
    keyed = frame.groupby(
        frame[category].convert_dtypes().astype(str),
        sort=False,
    )[value]
    names = list(frame[category].convert_dtypes().astype(str).unique())
    fig = figure(
        width=800,
        height=450,
        title=TITLE,
        x_axis_label=LABELS.get(category, category),
        y_axis_label=LABELS.get(value, value),
        x_range=names,
        tools="pan,box_zoom,save,reset",
        toolbar_location="above",
    )
    for each in names:
        numbers = keyed.get_group(each)
        middle = [numbers.median()]
        if numbers.min() < numbers.max():
            outline, places = _violin(each, numbers)
            fig.patch(
                outline,
                places,
                fill_color=COLOR,
                fill_alpha=0.3,
                line_color=COLOR,
                line_width=1.5,
            )
        fig.segment(
            y0=middle,
            y1=middle,
            x0=[(each, -0.2)],
            x1=[(each, 0.2)],
            line_color=COLOR,
            line_width=3,
        )
    fig.yaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="species", value="flipper_length_mm")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
