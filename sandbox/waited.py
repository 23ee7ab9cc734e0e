"""How long executions waited for their slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

BUCKETS_MS = (1, 5, 25, 100, 500, 2500, 10_000)


@dataclass
class Waited:
    """How long executions waited for their slots, as a cumulative histogram."""

    buckets: list[int] = field(default_factory=lambda: [0] * len(BUCKETS_MS))
    count: int = 0
    sum_ms: float = 0.0

    def add(self, waited_ms: float) -> None:
        """Counts one execution."""
        self.count += 1
        self.sum_ms += waited_ms
        for index, bound in enumerate(BUCKETS_MS):
            self.buckets[index] += waited_ms <= bound

    def status(self) -> dict[str, Any]:
        """Executions that waited at most so many ms, by that bound; their number and sum."""
        by_bound = dict(zip(map(str, BUCKETS_MS), self.buckets, strict=True))
        return {
            "atMostMs": by_bound,
            "count": self.count,
            "sumMs": round(self.sum_ms, 1),
        }
