"""Several processes that train one model: each reads its share, gradients are averaged.

On a machine whose cores are shared, processes of one thread each lose far less to waiting than
one process of many threads does, which stops at every layer for its slowest thread.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, distributed


@dataclass(frozen=True, slots=True)
class Workers:
    """This process among `count`; number 0 is the one that writes."""

    number: int = 0
    count: int = 1

    @classmethod
    def join(cls) -> Workers:
        """Join the processes that `torchrun` started; alone where it started none."""
        if "WORLD_SIZE" not in os.environ:
            return cls()
        distributed.init_process_group("gloo")
        return cls(distributed.get_rank(), distributed.get_world_size())

    @property
    def writes(self) -> bool:
        return self.number == 0

    def average(self, parameters: Iterable[Tensor]) -> None:
        """Replace every gradient by its mean over the processes."""
        if self.count == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        distributed.all_reduce(flat)
        flat /= self.count
        parts = torch.split(flat, [gradient.numel() for gradient in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))

    def wait(self) -> None:
        """Until all have come here."""
        if self.count > 1:
            distributed.barrier()
