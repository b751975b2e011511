"""Reference values for src/core/statistics, from NumPy, SciPy and statsmodels.

    pip install numpy scipy statsmodels
    python scripts/statistics/reference.py        writes tests/fixtures/statistics/reference.json

Everything in the file is either an input, what a published function says about it (the key names the function), or the
versions that said so. Randomised procedures are seeded; where the tests can not expect equal numbers (another generator
drew the resamples) the file holds what is needed to say how far apart two runs may lie.
"""
import json
import pathlib

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests

OUT = pathlib.Path(__file__).parents[2] / "tests" / "fixtures" / "statistics" / "reference.json"

BOOTSTRAP_RESAMPLES = 2_000
PERMUTATIONS = 10_000
# So many resamples that what is left of Monte-Carlo error is far below that of the runs under test.
MANY = 400_000


def difference_of_means(x, y, axis):
    return np.mean(x, axis=axis) - np.mean(y, axis=axis)


def describe(values):
    x = np.array(values)
    return dict(values=values, mean=np.mean(x), sd=np.std(x, ddof=1),
                **dict(zip(("q25", "median", "q75"), np.quantile(x, [0.25, 0.5, 0.75]))), min=x.min(), max=x.max())


def permutation(x, y):
    exact = stats.permutation_test((x, y), difference_of_means, permutation_type="independent", vectorized=True,
                                   alternative="two-sided", n_resamples=PERMUTATIONS)
    return dict(first=list(x), second=list(y), arrangements=int(scipy.special.comb(len(x) + len(y), len(x))),
                p=float(exact.pvalue))


def sign_flip(x):
    test = stats.permutation_test((x,), np.mean, permutation_type="samples", vectorized=True,
                                  alternative="two-sided", n_resamples=PERMUTATIONS)
    return dict(values=list(x), arrangements=2 ** len(x), p=float(test.pvalue))


def cliffs_delta(x, y):
    u = stats.mannwhitneyu(x, y).statistic
    return dict(first=list(x), second=list(y), delta=float(2 * u / (len(x) * len(y)) - 1))


def sampled(x, y):
    """Intervals and p for samples too large for the exact test, by very many resamples."""
    rng = np.random.default_rng(1)
    mean = stats.bootstrap((x,), np.mean, method="percentile", n_resamples=MANY, batch=1000, rng=rng)
    difference = stats.bootstrap((x, y), difference_of_means, method="percentile", n_resamples=MANY, batch=1000,
                                 vectorized=True, rng=rng)
    test = stats.permutation_test((x, y), difference_of_means, permutation_type="independent", vectorized=True,
                                  n_resamples=MANY, batch=1000, rng=rng)
    zero = stats.permutation_test((x - x.mean() + 0.1 * x.std(),), np.mean, permutation_type="samples",
                                  vectorized=True, n_resamples=MANY, batch=1000, rng=rng)
    density = lambda d, at: float(stats.gaussian_kde(d[:20_000])(at)[0])
    interval = lambda r: dict(
        low=float(r.confidence_interval.low), high=float(r.confidence_interval.high),
        # The density of the bootstrap distribution at the limits: the standard error of an estimated quantile is
        # sqrt(p (1 - p) / resamples) / density.
        density_low=density(r.bootstrap_distribution, r.confidence_interval.low),
        density_high=density(r.bootstrap_distribution, r.confidence_interval.high))
    return dict(first=x.tolist(), second=y.tolist(), bootstrap_mean=interval(mean),
                bootstrap_difference=interval(difference), permutation_p=float(test.pvalue),
                sign_flip_values=(x - x.mean() + 0.1 * x.std()).tolist(), sign_flip_p=float(zero.pvalue))


def false_discovery(p):
    q = multipletests(p, method="fdr_bh")[1]
    assert np.allclose(q, stats.false_discovery_control(p, method="bh"), rtol=1e-14, atol=0)
    return dict(p=list(p), q=q.tolist())


def main():
    rng = np.random.default_rng(20240611)
    tenths = lambda n, shift=0: [round(float(v) + shift, 1) for v in rng.normal(0, 1, n)]
    floats = lambda n, shift=0: [float(v) + shift for v in rng.normal(0, 1, n)]
    reference = dict(
        made_by="scripts/statistics/reference.py",
        versions=dict(numpy=np.__version__, scipy=scipy.__version__, statsmodels=statsmodels.__version__),
        describe=[describe(v) for v in ([1.0, 2.0], [3.0, 1.0, 2.0, 10.0], floats(7), floats(100, 1e6))],
        # tenths have ties, between values and between sums
        permutation=[permutation(*xy) for xy in (
            ([1.0, 2.0, 3.0], [4.0, 5.0]), ([0.1, 0.4], [0.2, 0.3]), ([1.0, 1.0, 1.0], [1.0, 1.0]),
            (tenths(7, 0.5), tenths(7)), (tenths(4, 1), tenths(9)), (tenths(10), tenths(3, 0.3)), (floats(6, 0.9), floats(8)),
            (floats(2), floats(50, 1)), (floats(40), floats(2, 2)))],
        sign_flip=[sign_flip(x) for x in ([0.7, 0.1], [0.0, 0.0, 0.0], [0.3, -0.1, 0.2, -0.2, 0.4], tenths(9, 0.5), tenths(13),
                                          floats(12, 0.6), [0.0, 0.5, 0.25, -0.125])],
        cliffs_delta=[cliffs_delta(*xy) for xy in (
            ([1.0], [2.0]), ([1.0, 2.0], [1.0, 2.0]), ([3.0, 4.0], [1.0, 2.0]), (tenths(20, 0.3), tenths(31)),
            (floats(40), floats(25, 0.2)))],
        false_discovery=[false_discovery(p) for p in (
            [0.04], [0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.9, 1.0], [float(v) for v in rng.uniform(0, 1, 30) ** 2])],
        sampled=sampled(rng.normal(0.3, 1, 60), rng.gamma(2, 0.5, 40) - 1),
    )
    OUT.write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
