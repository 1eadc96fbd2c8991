"""What a simulation would come to where it has not been run: a Gaussian process on what has been.

Each factor is as long as its own effect, by a ridge regression on it and its square; so three numbers are fitted, not
one for each factor, and a few hundred runs will do. Reading order: fitted, Emulator.
"""

import warnings
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Emulator", "fitted"]

Floats = NDArray[np.float64]
RIDGES = np.logspace(-1, 4, 11)
MOST = 600  # runs that are fitted: the work grows with their cube


class Emulator(NamedTuple):
    """A fitted process."""

    weights: Floats  # (factors,)
    process: Any

    def predicted(self, x: Floats) -> tuple[Floats, Floats]:
        """Returns the mean and the standard deviation of what a run at each row of factors would come to.

        The deviation is that of a run, with all that the factors do not tell.
        """
        mean, sd = self.process.predict(x * self.weights, return_std=True)
        return mean, sd

    def mean(self, x: Floats) -> Floats:
        """Returns the mean alone, which takes much less time."""
        return np.asarray(self.process.predict(x * self.weights))

    @property
    def explained(self) -> float:
        """The share of the variance that factors tell; the rest is luck, by the process's own reckoning."""
        return 1 - min(float(self.process.kernel_.k2.noise_level), 1.0)


def fitted(x: Floats, y: Floats) -> Emulator | None:
    """Returns an emulator of values at rows of factors; None where the values do not vary.

    Parameters
    ----------
    x : (n, factors) of standard normal draws
    y : (n,)

    Examples
    --------
    >>> x = np.random.default_rng(1).standard_normal((60, 3))
    >>> mean, sd = fitted(x, x[:, 0] ** 2).predicted(np.array([[1.5, 0.0, 0.0]]))
    >>> bool(abs(mean[0] - 2.25) < 0.5)
    True
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel
    from sklearn.linear_model import RidgeCV

    x, y = x[:MOST], y[:MOST]
    if np.ptp(y) < 1e-9:
        return None
    effects = RidgeCV(RIDGES).fit(np.column_stack([x, x**2 - 1]), y).coef_.reshape(2, -1)
    weights = np.sqrt(effects[0] ** 2 + 2 * effects[1] ** 2)
    weights /= max(float(np.linalg.norm(weights)), 1e-12)
    kernel = ConstantKernel() * RBF(1.5) + ConstantKernel() * DotProduct(0.0, "fixed") + WhiteKernel(0.3)
    process = GaussianProcessRegressor(kernel, normalize_y=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # at a bound: nothing is left to luck, or all of it
        return Emulator(weights, process.fit(x * weights, y))
