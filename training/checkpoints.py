"""Checkpoints that survive being killed at any moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from rag.durable import replace_whole
from training.model import SpanReader

LATEST = "latest.pt"


def save(folder: Path, model: SpanReader, optimiser: torch.optim.Optimizer, step: int) -> None:
    """Write `latest.pt`, whole or not at all: weights, optimiser, the step to do next."""
    state = {"model": model.trained_state(), "optimiser": optimiser.state_dict(), "step": step}
    _write(folder / LATEST, state)


def save_weights(folder: Path, model: SpanReader, step: int) -> Path:
    """Keep the weights alone, for the learning curve; half precision is enough for that."""
    path = folder / f"weights-{step:06d}.pt"
    state = {name: tensor.to(torch.bfloat16) for name, tensor in model.trained_state().items()}
    _write(path, {"model": state, "step": step})
    return path


def resume(folder: Path, model: SpanReader, optimiser: torch.optim.Optimizer) -> int:
    """Load `latest.pt` where there is one; returns the step to do next."""
    path = folder / LATEST
    if not path.exists():
        return 0
    state: dict[str, Any] = torch.load(path, weights_only=True)
    model.load_trained(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])


def load_weights(path: Path, model: SpanReader) -> None:
    """Load the weights of any checkpoint into a reader of the same or a smaller depth."""
    state = torch.load(path, weights_only=True)["model"]
    model.load_trained({name: tensor.float() for name, tensor in state.items()})


def _write(path: Path, state: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(path, lambda file: torch.save(state, file))
