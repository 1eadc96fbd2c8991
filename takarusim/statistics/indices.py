"""Which share of a result's variance each factor explains, alone and with all that it does together with others.

They are those of an emulator, as a simulation is too dear to be run as often. A factor that does nothing by itself,
only together with others, is not seen: the emulator is as long in each factor as its own effect.

Sources
-------
Saltelli et al. (2010), Variance based sensitivity analysis of model output. Computer Physics Communications 181, 259;
by SALib (Herman and Usher 2017).
"""

import numpy as np
from numpy.typing import NDArray

from takarusim.statistics import emulator

__all__ = ["FEWEST", "indices"]

Floats = NDArray[np.float64]
FEWEST = 50  # runs from which an emulator is told
SAMPLES = 512  # of a Sobol' sequence, for each factor and two more


def indices(x: Floats, y: Floats, seed: int = 1) -> tuple[Floats, Floats] | None:
    """Returns the first-order and the total index of each factor, (factors,), as shares of the variance of y.

    None where there are too few runs or y does not vary.

    Parameters
    ----------
    x : (n, factors) of standard normal draws
    y : (n,)

    Raises
    ------
    ModuleNotFoundError
        If SALib or scikit-learn is not installed.

    Examples
    --------
    >>> x = np.random.default_rng(1).standard_normal((150, 2))
    >>> alone, total = indices(x, 2 * x[:, 0] + x[:, 1])
    >>> alone.round(1).tolist(), total.round(1).tolist()
    ([0.8, 0.2], [0.8, 0.2])
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    model = emulator.fitted(x, y) if len(y) >= FEWEST else None
    if model is None:
        return None
    d = x.shape[1]
    normal = {"num_vars": d, "names": [str(k) for k in range(d)], "bounds": [[0.0, 1.0]] * d, "dists": ["norm"] * d}
    rows = sampling.sample(normal, SAMPLES, calc_second_order=False, seed=seed)
    found = analysis.analyze(normal, model.mean(rows), calc_second_order=False, num_resamples=2, seed=seed)
    alone, total = (np.clip(np.asarray(found[name]), 0, 1) * model.explained for name in ("S1", "ST"))
    return alone, np.maximum(alone, total)
