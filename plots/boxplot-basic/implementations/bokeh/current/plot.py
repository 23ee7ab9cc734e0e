"""Draw one box per category with bokeh.

Basic Box Plot: Compares how a measurement is distributed in several groups by median,
quartiles and outliers.
"""

from pathlib import Path

import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, NumeralTickFormatter, Spacer
from bokeh.plotting import figure, save
from bokeh.resources import INLINE
from bokeh.transform import dodge

SAMPLE = "data/examples/seattle-weather.csv"
TITLE = "Basic Box Plot"
LABELS: dict[str, str] = {
    "weather": "Weather",
    "temp_max": "Daily maximum temperature (°C)",
}
COLOR = "#0072B2"


def _box(name: str, numbers: pd.Series) -> dict[str, object]:
    """Sum up one category: quartiles, ends of the whiskers, outliers."""
    q1, median, q3 = numbers.quantile([0.25, 0.5, 0.75])
    reach = 1.5 * (q3 - q1)
    near = numbers.between(q1 - reach, q3 + reach)
    return {
        "category": name,
        "q1": q1,
        "median": median,
        "q3": q3,
        "low": numbers[near].min(),
        "high": numbers[near].max(),
        "outliers": list(numbers[~near]),
    }


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
    """Draw one box per category.

    Args:
        data: Table with one row per observation.
        category: One box each: a nominal or ordinal column.
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
    boxes = pd.DataFrame([_box(name, keyed.get_group(name)) for name in names])
    source = ColumnDataSource(boxes.drop(columns="outliers").to_dict("list"))
    dots = boxes[["category", "outliers"]].explode("outliers").dropna()
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
    fig.vbar(
        x="category",
        bottom="q1",
        top="q3",
        width=0.55,
        fill_color=COLOR,
        fill_alpha=0.3,
        source=source,
        line_color=COLOR,
        line_width=1.5,
    )
    fig.segment(
        x0=dodge("category", -0.275, range=fig.x_range),
        x1=dodge("category", 0.275, range=fig.x_range),
        y0="median",
        y1="median",
        source=source,
        line_color=COLOR,
        line_width=3,
    )
    for tip, side in (("low", "q1"), ("high", "q3")):
        fig.segment(
            x0="category",
            x1="category",
            y0=tip,
            y1=side,
            source=source,
            line_color=COLOR,
            line_width=1.5,
        )
        fig.segment(
            x0=dodge("category", -0.14, range=fig.x_range),
            x1=dodge("category", 0.14, range=fig.x_range),
            y0=tip,
            y1=tip,
            source=source,
            line_color=COLOR,
            line_width=1.5,
        )
    fig.scatter(
        x="category",
        y="outliers",
        source=ColumnDataSource(dots.to_dict("list")),
        size=5,
        fill_color=COLOR,
        line_color=None,
        alpha=0.7,
    )
    tips = [
        (LABELS.get(category, category), "@category"),
        ("Median", "@median{0,0.[000]}"),
    ]
    fig.add_tools(HoverTool(tooltips=tips))
    fig.yaxis.formatter = NumeralTickFormatter(format="0,0.[000000]")
    _style(fig)
    return fig


if __name__ == "__main__":
    # The sample lies in the repository around this file, or below the current folder.
    found = [up / SAMPLE for up in Path(__file__).resolve().parents]
    path = next((file for file in found if file.is_file()), Path(SAMPLE))
    picture = plot(pd.read_csv(path), category="weather", value="temp_max")
    save(picture, "plot.html", title=TITLE, resources=INLINE)
