"""Trains the reader: `python -m training.train --data ../shared/train --out runs/reader`.

Killed at any time, the same command goes on from the last checkpoint; with a larger `--steps`
it prolongs the run, as long as the learning rate had not begun to fall.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from rag.adapters.e5_tokenizer import hugging_face_tokenizer
from rag.adapters.e5_weights import Weights, load_weights
from training import checkpoints
from training.batches import Batch, Batches
from training.examples import read_examples
from training.loss import reading_loss
from training.mixture import Mixture, Recipe
from training.model import SpanReader
from training.neighbours import neighbours
from training.schedule import Schedule
from training.workers import Workers

REPORT_STEPS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """What one run is made of; everything but paths and times decides the result.

    `depth_weights` are the losses' weights by depth; `questions` is how many a step takes.
    """

    data: Path
    folder: Path
    depth_weights: tuple[tuple[int, float], ...]
    schedule: Schedule
    questions: int
    seed: int
    dropout: float
    weight_decay: float
    save_every_s: float
    recipe: Recipe = field(default_factory=Recipe)


def train(run: Run, workers: Workers) -> None:
    """Train to the end of the schedule, from the last checkpoint on where there is one."""
    weights = load_weights()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    batches = make_batches(run, weights, workers)
    model = SpanReader(weights, [depth for depth, _ in run.depth_weights], run.dropout).to(device)
    optimiser = make_optimiser(model, run.weight_decay)
    first = checkpoints.resume(run.folder, model, optimiser)
    clock = Clock(run, first)
    for step in range(first, run.schedule.steps):
        loss = backward(
            run, model, batches.batch(step, workers.number), workers.count * step + workers.number
        )
        workers.average(model.parameters())
        update(run, model, optimiser, step)
        if workers.writes:
            clock.tick(step, loss)
            if clock.save_due() or step + 1 == run.schedule.steps:
                checkpoints.save(run.folder, model, optimiser, step + 1)
                checkpoints.save_weights(run.folder, model, step + 1)


def make_batches(run: Run, weights: Weights, workers: Workers) -> Batches:
    """The run's training data, hard negatives included (found once, kept in the run's folder)."""
    examples = read_examples(run.data)
    run.folder.mkdir(parents=True, exist_ok=True)
    if workers.writes:
        neighbours(examples, weights, run.folder)
    workers.wait()
    wrong = neighbours(examples, weights, run.folder)
    mixture = Mixture(examples, wrong, run.recipe, run.seed)
    return Batches(mixture, hugging_face_tokenizer(weights), run.questions, workers.count)


def make_optimiser(model: SpanReader, weight_decay: float) -> torch.optim.Optimizer:
    """AdamW (Loshchilov and Hutter 2019) over what is trained; only matrices decay."""
    trained = [tensor for tensor in model.parameters() if tensor.requires_grad]
    matrices = [tensor for tensor in trained if tensor.ndim > 1]
    vectors = [tensor for tensor in trained if tensor.ndim == 1]
    parts = [
        {"params": matrices, "weight_decay": weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(parts, betas=(0.9, 0.98), eps=1e-6, fused=True)


def backward(run: Run, model: SpanReader, batch: Batch, draw: int) -> float:
    """Add the gradients of one batch; returns the loss of the deepest head."""
    torch.manual_seed(run.seed * 1_000_003 + draw)
    device = next(model.parameters()).device
    model.train()
    with torch.autocast(device.type, torch.bfloat16):
        logits = model(batch.tokens.to(device), batch.mask.to(device))
    targets = [part.to(device) for part in (batch.readable, batch.gold, batch.groups)]
    losses = {depth: reading_loss(logits[depth], *targets) for depth, _ in run.depth_weights}
    total = torch.stack([losses[depth] * weight for depth, weight in run.depth_weights]).sum()
    torch.autograd.backward(total)
    return losses[max(losses)].item()


def update(run: Run, model: SpanReader, optimiser: torch.optim.Optimizer, step: int) -> None:
    """Take one step of the optimiser and forget the gradients."""
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    for part in optimiser.param_groups:
        part["lr"] = run.schedule.rate(step)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)


class Clock:
    """Says how far the run is, how fast, and when it will be done; and when to save."""

    def __init__(self, run: Run, first: int) -> None:
        self.run = run
        self.first = first
        self.began = self.saved = time.monotonic()
        self.losses: list[float] = []

    def tick(self, step: int, loss: float) -> None:
        """Count one step; a line every REPORT_STEPS."""
        self.losses.append(loss)
        if (step + 1) % REPORT_STEPS:
            return
        rate = (step + 1 - self.first) / (time.monotonic() - self.began)
        left_min = (self.run.schedule.steps - step - 1) / rate / 60
        mean = sum(self.losses) / len(self.losses)
        self.losses.clear()
        print(
            f"step {step + 1}/{self.run.schedule.steps}  loss {mean:.3f}  "
            f"{rate:.2f} steps/s  {left_min:.0f} min left",
            flush=True,
        )

    def save_due(self) -> bool:
        """Whether the last checkpoint is old enough; true restarts the count."""
        due = time.monotonic() - self.saved >= self.run.save_every_s
        if due:
            self.saved = time.monotonic()
        return due


def main() -> None:
    """Read the command line and train."""
    train(_run_of(_arguments()), Workers.join())


def _run_of(given: argparse.Namespace) -> Run:
    weights = tuple((int(d), float(w)) for d, w in (part.split(":") for part in given.depths))
    return Run(
        data=given.data,
        folder=given.out,
        depth_weights=weights,
        schedule=Schedule(given.rate, given.steps, given.warm_up, given.fall),
        questions=given.questions,
        seed=given.seed,
        dropout=given.dropout,
        weight_decay=given.weight_decay,
        save_every_s=60 * given.save_every_min,
        recipe=replace(Recipe(), **dict(given.set)),
    )


def _ingredient(text: str) -> tuple[str, float]:
    """`name=share` of the recipe."""
    name, value = text.split("=")
    if not isinstance(getattr(Recipe(), name, None), float):
        raise argparse.ArgumentTypeError(f"{name!r} is no share of the recipe in mixture.py")
    return name, float(value)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of training questions")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--depths", nargs="+", default=["12:1"], help="depth:loss weight")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--warm-up", type=int, default=100)
    parser.add_argument("--fall", type=int, default=1000, help="steps of falling learning rate")
    parser.add_argument("--rate", type=float, default=1.2e-4, help="highest learning rate")
    parser.add_argument("--questions", type=int, default=8, help="questions a step")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--weight-decay", type=float, default=0.01)
    parser.add_argument("--save-every-min", type=float, default=10)
    changed = "change an ingredient of the recipe, such as articles=0.25 or same_language=1"
    parser.add_argument("--set", nargs="+", type=_ingredient, default=[], help=changed)
    return parser.parse_args()


if __name__ == "__main__":
    main()
