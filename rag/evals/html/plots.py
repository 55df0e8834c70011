"""Plots of the HTML report as inline SVG; colours come from the page, so both themes fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.evals.figures import KIND, Figures
from rag.evals.html.markup import Html, element
from rag.evals.table import value_text

Point = tuple[float, float]
"""Coverage and risk."""

_ROW = 22
_LABEL = 118
_BAR = 150
_VALUE = 44
_LONGEST_LABEL = 17

_SIDE = 240
_LEFT, _TOP, _RIGHT, _BOTTOM = 42, 26, 12, 38


@dataclass(frozen=True, slots=True)
class Labels:
    """What a plot says besides its figures; `less` holds `{figure}`."""

    less: str = "{figure} (less is better)"
    curve: str = "risk by coverage"
    coverage: str = "share of questions answered"
    risk: str = "share wrong"


_LABELS = Labels()


def bars(name: str, groups: Mapping[str, Figures], labels: Labels = _LABELS) -> Html:
    """One rate as horizontal bars from 0 to 1, a bar a group that has it."""
    rows = [(group, figures[name].value) for group, figures in groups.items() if name in figures]
    height = _ROW * len(rows)
    return _figure(
        name if KIND[name].sign > 0 else labels.less.format(figure=name),
        element(
            "svg",
            element("line", class_="axis", x1=_LABEL, y1=0, x2=_LABEL, y2=height),
            *(_bar(name, group, value, _ROW * at) for at, (group, value) in enumerate(rows)),
            viewBox=f"0 0 {_LABEL + _BAR + _VALUE} {height}",
            role="img",
            aria_label=name,
        ),
    )


def curve(points: Sequence[Point], here: Point, labels: Labels = _LABELS) -> Html:
    """Risk over coverage, one point of it as a dot."""
    path = " ".join(f"{_x(coverage):.1f},{_y(risk):.1f}" for coverage, risk in points)
    return _figure(
        labels.curve,
        element(
            "svg",
            *(_grid(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)),
            _text(labels.coverage, _x(0.5), _TOP + _SIDE + 34, "middle"),
            _text(labels.risk, _LEFT, _TOP - 12, "start"),
            element("polyline", class_="curve", points=path),
            element("circle", class_="here", cx=f"{_x(here[0]):.1f}", cy=f"{_y(here[1]):.1f}", r=4),
            viewBox=f"0 0 {_LEFT + _SIDE + _RIGHT} {_TOP + _SIDE + _BOTTOM}",
            role="img",
            aria_label=labels.curve,
        ),
    )


def _figure(caption: str, svg: Html) -> Html:
    return element("figure", element("figcaption", caption), svg)


def _bar(name: str, group: str, value: float, top: float) -> Html:
    middle = top + _ROW * 0.68
    label = group if len(group) <= _LONGEST_LABEL else group[: _LONGEST_LABEL - 1] + "…"
    return element(
        "g",
        element("title", f"{group}: {value_text(name, value)}"),
        _text(label, _LABEL - 8, middle, "end"),
        element(
            "rect",
            class_="more" if KIND[name].sign > 0 else "less",
            x=_LABEL,
            y=top + 3,
            width=f"{_BAR * value:.1f}",
            height=_ROW - 6,
            rx=2,
        ),
        _text(value_text(name, value), _LABEL + _BAR * value + 6, middle, "start"),
    )


def _grid(share: float) -> Html:
    return element(
        "g",
        element("line", class_="grid", x1=_x(0), y1=_y(share), x2=_x(1), y2=_y(share)),
        _text(f"{share:g}", _LEFT - 6, _y(share) + 4, "end"),
        _text(f"{share:g}", _x(share), _TOP + _SIDE + 16, "middle"),
    )


def _text(words: str, x: float, y: float, anchor: str) -> Html:
    return element("text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor)


def _x(share: float) -> float:
    return _LEFT + _SIDE * share


def _y(share: float) -> float:
    return _TOP + _SIDE * (1 - share)
