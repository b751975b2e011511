"""Means over held-out text with their 95 % intervals."""

import numpy as np

RESAMPLES = 2000
SEED = 20


def mean_with_interval(totals: np.ndarray, counts: np.ndarray) -> dict[str, float]:
    """sum(totals) / sum(counts) and the 95 % percentile bootstrap over the units that both list, one entry a unit.

    Units are segments or lines: what is measured within one is not independent, so whole units are drawn again.
    """
    totals, counts = np.asarray(totals, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(totals), (RESAMPLES, len(totals)))
    low, high = np.percentile(totals[drawn].sum(1) / counts[drawn].sum(1), [2.5, 97.5])
    return {"mean": round(totals.sum() / counts.sum(), 5), "low": round(low, 5), "high": round(high, 5)}


def shown(value: dict[str, float], digits: int = 3) -> str:
    """"2.013 (2.001 to 2.025)"."""
    return f"{value['mean']:.{digits}f} ({value['low']:.{digits}f} to {value['high']:.{digits}f})"
