"""Pictures beside the tables, the same for the same figures; needs the extra `bench`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHOWN, _BESIDE = "#2563a8", "#b8bec6"


@contextmanager
def drawn(target: Path, columns: int, width: float, height: float) -> Iterator[Sequence[Axes]]:
    """Axes in a row, `width` by `height` inches together, written to `target` as SVG at the end."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = target.stem
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, columns, figsize=(width, height), squeeze=False)
    yield axes[0]
    figure.tight_layout()
    settings: dict[str, Any] = {"metadata": {"Date": None}}
    figure.savefig(target, **settings)
    pyplot.close(figure)


def bars(axes: Axes, title: str, names: Sequence[str], values: Sequence[str]) -> None:
    """Horizontal bars with their values written beside them, the first in another colour."""
    numbers = [float(value.replace(",", "")) for value in values]
    colours = [_SHOWN, *[_BESIDE] * (len(numbers) - 1)]
    found = axes.barh(names, numbers, color=colours)
    axes.bar_label(found, labels=list(values), padding=2, fontsize=7)
    axes.set_title(title, fontsize=8)
    axes.invert_yaxis()
    axes.set_xlim(0, max(numbers) * 1.3)
    axes.set_xticks([])
    axes.tick_params(axis="y", labelsize=7, length=0)
    axes.spines[:].set_visible(False)
