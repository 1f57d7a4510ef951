"""Adam with decoupled weight decay: Kingma and Ba (2015), Loshchilov and Hutter (2019)."""

from collections.abc import Container

import numpy as np

from .data import FloatArray

BETA1, BETA2, TINY = 0.9, 0.99, 1e-8
WARM_UP = 100  # steps

Params = dict[str, FloatArray]


class Adam:
    """Parameters by name, their moments, and the step that moves them."""

    def __init__(self, params: Params, decayed: Container[str]) -> None:
        self.params, self.decayed = params, decayed
        self.first = {name: np.zeros_like(value) for name, value in params.items()}
        self.second = {name: np.zeros_like(value) for name, value in params.items()}
        self.steps = 0

    def step(self, gradients: Params, total: int, rate: float, decay: float) -> None:
        """One step of `total`, with a short warm-up and a linear descent of the rate to a twentieth."""
        self.steps += 1
        rate *= min(1.0, self.steps / WARM_UP) * (1 - 0.95 * min(self.steps / max(total, 1), 1.0))
        correct1, correct2 = 1 - BETA1**self.steps, 1 - BETA2**self.steps
        for name, gradient in gradients.items():
            value, first, second = self.params[name], self.first[name], self.second[name]
            first += np.float32(1 - BETA1) * (gradient - first)
            second += np.float32(1 - BETA2) * (gradient * gradient - second)
            change = first / (np.sqrt(second / np.float32(correct2)) + np.float32(TINY))
            value -= np.float32(rate / correct1) * change
            if name in self.decayed:
                value *= np.float32(1 - rate * decay)
