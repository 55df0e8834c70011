"""`footnote eval --sweep`: the same questions under several settings, side by side."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rag import calibration
from rag.calibration import OperatingPoint
from rag.cli import printing
from rag.cli.libraries import library_of
from rag.engine import Engine
from rag.errors import InputError, SettingsError, UsageError
from rag.evals.command import questions_of
from rag.evals.html.sweep import sweep_html
from rag.evals.library import Evaluated, evaluated
from rag.evals.questions import QuestionSet
from rag.evals.runner import Progress
from rag.evals.sharing import SharedRetriever, shared
from rag.evals.spending import Price
from rag.evals.splits import Split
from rag.evals.sweep import run_sweep
from rag.evals.sweep_file import SHIFT, Sweep, Variant, read
from rag.evals.sweep_report import sweep_json, sweep_table, sweep_text
from rag.ports import Embedder
from rag.settings import ChatSettings, Settings, load
from rag.wiring import calibration_file, open_embedder, reader_kind


def sweep(options: Namespace, settings: Settings) -> int:
    """Run every variant of the sweep file and compare them; always 0, for nothing is gated."""
    _refuse_gates(options)
    given = read(Path(options.sweep))
    variants = _settings_of(given, options, settings)
    corpus = Path(options.corpus) if options.corpus else None
    split = Split(options.split)
    sets = questions_of([Path(path) for path in options.paths], corpus, split)
    show = printing.Counter("questions")

    def observer(progress: Progress) -> None:
        show(progress.done, progress.total, progress.rate, progress.remaining_s)

    made = run_sweep(
        sets,
        given.variants,
        open_variants=_Opener(variants).opened,
        prices=[_price(each.chat, given) for each in variants],
        folder=_folder(options, settings, sets),
        split=split,
        observer=observer,
    )
    show.done()
    for name, text_of in (("report", sweep_text), ("html", sweep_html)):
        if getattr(options, name):
            Path(getattr(options, name)).write_text(text_of(made), encoding="utf-8")
    if options.json:
        printing.value(sweep_json(made))
    else:
        printing.out(sweep_table(made))
    return 0


def _refuse_gates(options: Namespace) -> None:
    gates = {"--baseline": options.baseline, "--fail-under": options.fail_under}
    gates |= {"--max-drop": options.max_drop, "--junit": options.junit}
    gates |= {"--judge": options.judge, "--ragas": options.ragas}
    given = [name for name, value in gates.items() if value]
    if given:
        raise UsageError(
            f"{', '.join(given)}: not with --sweep, which compares variants and does nothing else"
        )
    for path in (options.report, options.html):
        if path and not Path(path).parent.is_dir():
            raise UsageError(f"{path}: its folder is missing")


def _settings_of(given: Sweep, options: Namespace, settings: Settings) -> list[Settings]:
    """Each variant's settings; raises SettingsError with the problems of all of them."""
    made: list[Settings] = []
    problems: list[str] = []
    for variant in given.variants:
        try:
            made.append(_changed(settings, variant, options))
        except (SettingsError, InputError) as error:
            problems += [f"variant {variant.name!r}: {each}" for each in error.problems or (error,)]
    if problems:
        raise SettingsError(problems)
    return made


def _changed(settings: Settings, variant: Variant, options: Namespace) -> Settings:
    flags: dict[str, Any] = {"data": options.data}
    if options.no_model:
        flags["chat.model"] = "none"
    shift = variant.changes.get(SHIFT)
    changes = {name: value for name, value in variant.changes.items() if name != SHIFT}
    changed = load(flags | changes).settings
    return changed if shift is None else _shifted(changed, settings, shift)


def _shifted(settings: Settings, own: Settings, shift: object) -> Settings:
    """The settings with a calibration whose two points lie higher, or lower, by `shift`."""
    if isinstance(shift, bool) or not isinstance(shift, int | float):
        raise InputError(f"{SHIFT} is {shift!r}, not a number")
    fitted = calibration.load(reader_kind(settings), calibration_file(settings))
    low, high = (
        min(1.0, max(0.0, point + shift))
        for point in (fitted.point.refuse_below, fitted.point.sure_from)
    )
    moved = replace(fitted, point=OperatingPoint(low, high))
    place = own.cache / "evaluations" / "calibrations" / f"{moved.hash}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    calibration.save(moved, place)
    return replace(settings, calibration=str(place))


def _price(chat: ChatSettings, given: Sweep) -> Price | None:
    if chat.model == "none":
        return None
    return given.prices.get(chat.model) or price_of(chat)


def price_of(chat: ChatSettings) -> Price | None:
    """What the settings say the model costs; None where they say nothing."""
    price = Price(chat.input_price, chat.output_price)
    return None if price == Price() else price


def _folder(options: Namespace, settings: Settings, sets: Sequence[QuestionSet]) -> Path:
    """Where answers are kept: as named, else a place of the cache for these questions."""
    if options.predictions:
        return Path(options.predictions)
    paths = "\0".join([str(Path(path).resolve()) for path in options.paths])
    corpora = "\0".join(str(each.corpus.resolve()) for each in sets if each.corpus)
    key = hashlib.sha256(f"{paths}\0\0{corpora}\0{settings.data.resolve()}".encode())
    return settings.cache / "evaluations" / "sweeps" / key.hexdigest()[:16]


@dataclass(slots=True)
class _Opener:
    """Opens the engines of all variants, sharing embedders, and searches where they are equal."""

    variants: Sequence[Settings]
    _embedders: dict[str, Embedder] = field(default_factory=dict)

    @contextmanager
    def opened(self, corpus: Path | None) -> Iterator[Sequence[Evaluated]]:
        """An engine a variant, closed at the end."""
        searches: dict[tuple[object, ...], SharedRetriever] = {}
        with ExitStack() as stack:
            yield [
                evaluated(
                    _sharing(
                        stack.enter_context(library_of(each, corpus, self._embedder)), searches
                    )
                )
                for each in self.variants
            ]

    def _embedder(self, settings: Settings) -> Embedder:
        """One embedder for all that name it; its vectors too where only sentences are embedded."""
        if settings.embedder not in self._embedders:
            opened = open_embedder(settings)
            plain = all(reader_kind(each) == "similarity" for each in self.variants)
            self._embedders[settings.embedder] = shared(opened) if plain else opened
        return self._embedders[settings.embedder]


def _sharing(engine: Engine, searches: dict[tuple[object, ...], SharedRetriever]) -> Engine:
    """The engine with a retriever that equal searches of other variants share."""
    own = engine.settings
    key = (own.data, own.embedder, own.search)
    retriever = searches.setdefault(key, SharedRetriever(engine.retriever))
    return replace(engine, retriever=retriever, asking=replace(engine.asking, retriever=retriever))
