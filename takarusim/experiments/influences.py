"""Which groups of assumptions move a level most over all worlds that ranges allow, alone and together with others."""

import numpy as np

from takarusim.experiments.ensemble import Ensemble
from takarusim.registers.kpis import HEADLINE
from takarusim.statistics.indices import indices

__all__ = ["influences"]


def influences(ensemble: Ensemble, kpi: str = HEADLINE) -> dict[str, tuple[float, float]]:
    """Returns which share of the variance of a KPI each group explains, by itself and with all that others do with it.

    {} of few worlds, or where the KPI does not vary.

    Raises
    ------
    ModuleNotFoundError
        If a library of the extra `worlds` is not installed.
    """
    level = ensemble.of(kpi)
    known = np.isfinite(level)
    shares = indices(ensemble.factors[known], level[known], ensemble.seed) if ensemble.groups else None
    if shares is None:
        return {}
    alone, total = (each.tolist() for each in shares)
    return {group: (alone[k], total[k]) for k, group in enumerate(ensemble.groups)}
