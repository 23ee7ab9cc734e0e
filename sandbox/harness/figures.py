"""What a figure of any library shows, in a few numbers: for the tests generated from a spec.

``look_at(figure)`` reads the figure object itself. It is short on purpose; the reviewers measure
the figure again, outside of this process.
"""

from __future__ import annotations

from typing import Any

from .drawn import Drawn


def look_at(figure: Any) -> Drawn:
    """Describe a figure of matplotlib (seaborn), plotly, bokeh or altair; TypeError for others."""
    family = {base.__module__.split(".")[0] for base in type(figure).__mro__}
    if "matplotlib" in family:
        from .figures_matplotlib import look_at as look
    elif "plotly" in family:
        from .figures_plotly import look_at as look
    elif "bokeh" in family:
        from .figures_bokeh import look_at as look
    elif "altair" in family:
        from .figures_altair import look_at as look
    else:
        kind = type(figure)
        raise TypeError(f"{kind.__module__}.{kind.__qualname__} is no known figure")
    return look(figure)
