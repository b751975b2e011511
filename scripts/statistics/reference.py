"""Reference values for src/core/statistics, from SciPy, statsmodels, pingouin and arch.

    pip install numpy scipy statsmodels pingouin arch
    python scripts/statistics/reference.py        writes tests/fixtures/statistics/reference.json

Everything in the file is either an input, what a published function says about it (the key names the function), or the
versions that said so. What these packages do not have is not here, and is compared with the definitions in plain loops
instead (tests/fixtures/statistics/golden.json): CR2 standard errors (statsmodels has HC2, and CR1), permutation within
strata (SciPy has one stratum; several are enumerated here, each arrangement by SciPy's Welch or by statsmodels' HC2), Feng and
Cliff's interval, Freedman and Lane's test.
"""
import itertools
import json
import pathlib

import arch
import numpy as np
import pandas as pd
import pingouin
import scipy
import statsmodels
import statsmodels.api as sm
from arch.bootstrap import IIDBootstrap
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower
from statsmodels.stats.weightstats import ttost_ind, ttost_paired

OUT = pathlib.Path(__file__).parents[2] / "tests" / "fixtures" / "statistics" / "reference.json"

# So many resamples that what is left of Monte-Carlo error is far below that of the runs under test.
MANY = 200_000


def describe(values):
    x = np.array(values)
    return dict(values=values, mean=np.mean(x), sd=np.std(x, ddof=1),
                **dict(zip(("q25", "median", "q75"), np.quantile(x, [0.25, 0.5, 0.75]))), min=x.min(), max=x.max())


def cliffs_delta(x, y):
    u = stats.mannwhitneyu(x, y).statistic
    return dict(first=list(x), second=list(y), delta=float(2 * u / (len(x) * len(y)) - 1))


def false_discovery(p):
    q = multipletests(p, method="fdr_bh")[1]
    assert np.allclose(q, stats.false_discovery_control(p, method="bh"), rtol=1e-14, atol=0)
    return dict(p=list(p), q=q.tolist())


def welch(x, y):
    r = stats.ttest_ind(x, y, equal_var=False)
    ci = r.confidence_interval(0.95)
    return dict(first=list(x), second=list(y), statistic=float(r.statistic), dof=float(r.df), p=float(r.pvalue),
                low=float(ci.low), high=float(ci.high))


def equal_clusters(means, inside):
    """With clusters of one size CR2 is the t of the clusters' means."""
    values = [float(m + v) for m, row in zip(means, inside) for v in row]
    centres = [float(np.mean(values[k * len(inside[0]):(k + 1) * len(inside[0])])) for k in range(len(means))]
    r = stats.ttest_1samp(centres, 0)
    ci = r.confidence_interval(0.95)
    return dict(values=values, cluster=[k for k in range(len(means)) for _ in inside[0]], statistic=float(r.statistic),
                dof=float(r.df), low=float(ci.low), high=float(ci.high))


def design(stratum, side, covariates):
    """Indicators of cells in order (stratum; set, control), covariates, and the contrast of post-stratified means."""
    strata = sorted(set(stratum))
    stratum, side = np.array(stratum), np.array(side)
    cells = [(stratum == s) & (side == g) for s in strata for g in (1, 0)]
    n = sum(c.sum() for c in cells[::2])
    contrast = [w for c in cells[::2] for w in (c.sum() / n, -c.sum() / n)] + [0.0] * len(covariates)
    return np.column_stack([c.astype(float) for c in cells] + covariates), np.array(contrast)


def hc2(values, stratum, side, covariates):
    """OLS with heteroskedasticity-consistent errors (MacKinnon and White's HC2): CR2 where each pair is a unit."""
    x, contrast = design(stratum, side, [np.array(c) for c in covariates.values()])
    test = sm.OLS(values, x).fit(cov_type="HC2").t_test(contrast)
    return dict(values=list(values), stratum=list(stratum), side=list(side), covariates=covariates,
                difference=float(test.effect[0]), se=float(np.ravel(test.sd)[0]))


def equivalence(x, y, margin):
    p, lower, upper = ttost_ind(x, y, -margin, margin, usevar="unequal")
    return dict(first=list(x), second=list(y), margin=margin, p=float(p), p_lower=float(lower[1]), p_upper=float(upper[1]))


def equivalence_paired(x, margin):
    p, lower, upper = ttost_paired(np.array(x), np.zeros(len(x)), -margin, margin)
    return dict(values=list(x), margin=margin, p=float(p), p_lower=float(lower[1]), p_upper=float(upper[1]))


def power(effect, n, alpha):
    """Of a mean `effect` standard deviations from 0; the least number that sees it with .8; what n see with .8. statsmodels' own
    solver stops early (for n = 4 and alpha .01 at an effect with a power of .772), so the root is found here."""
    at = lambda d, size: float(TTestPower().power(d, size, alpha))
    needed = next(size for size in itertools.count(2) if at(effect, size) >= 0.8)
    most = next(d for d in (0.1 * 1.1 ** k for k in itertools.count()) if at(d, n) >= 0.8)   # further out it is NaN
    detectable = optimize.brentq(lambda d: at(d, n) - 0.8, most / 1.1, most, xtol=1e-13, rtol=1e-13)
    return dict(effect=effect, n=n, alpha=alpha, power=at(effect, n), needed=needed, detectable=detectable)


def welch_statistic(x, y, axis=-1):
    return stats.ttest_ind(x, y, equal_var=False, axis=axis).statistic


def permutation(x, y):
    """Every arrangement, of Welch's statistic."""
    r = stats.permutation_test((x, y), welch_statistic, permutation_type="independent", vectorized=True,
                               n_resamples=10_000, alternative="two-sided")
    return dict(first=list(x), second=list(y), arrangements=len(r.null_distribution), statistic=float(r.statistic), p=float(r.pvalue))


def permutation_strata(first, second):
    """Every arrangement within each stratum; T by statsmodels' HC2 over cells. first, second: values by stratum."""
    stratum = [s for s in range(len(first)) for _ in first[s] + second[s]]
    values = [v for a, b in zip(first, second) for v in a + b]
    blocks = [[i for i, s in enumerate(stratum) if s == k] for k in range(len(first))]

    def statistic(chosen):
        side = [int(i in chosen) for i in range(len(values))]
        x, contrast = design(stratum, side, [])
        test = sm.OLS(values, x).fit(cov_type="HC2").t_test(contrast)
        return float(test.effect[0]) / float(np.ravel(test.sd)[0])
    own = statistic({i for b, a in zip(blocks, first) for i in b[:len(a)]})
    every = np.array([statistic({i for c in choice for i in c}) for choice in
                      itertools.product(*(itertools.combinations(b, len(a)) for b, a in zip(blocks, first)))])
    near = 1e-9 * max(1, abs(own))
    p = min(1.0, 2 * min((every >= own - near).mean(), (every <= own + near).mean()))
    return dict(first=first, second=second, arrangements=len(every), statistic=own, p=float(p))


def one_sample_statistic(x, axis=-1):
    return stats.ttest_1samp(x, 0, axis=axis).statistic


def sign_flip(x):
    """Every choice of signs, of the t statistic."""
    r = stats.permutation_test((x,), one_sample_statistic, permutation_type="samples", vectorized=True,
                               n_resamples=10_000, alternative="two-sided")
    return dict(values=list(x), arrangements=2 ** len(x), statistic=float(r.statistic), p=float(r.pvalue))


def likeness(groups):
    """F by SciPy for clusters of any size; ICC(1) by pingouin, which needs one size."""
    f = stats.f_oneway(*groups)
    icc = None
    if len({len(g) for g in groups}) == 1:
        table = pd.DataFrame([dict(cluster=c, rater=r, value=v) for c, g in enumerate(groups) for r, v in enumerate(g)])
        rows = pingouin.intraclass_corr(table, targets="cluster", raters="rater", ratings="value")
        icc = float(rows.iloc[0]["ICC"])
    return dict(values=[v for g in groups for v in g], cluster=[c for c, g in enumerate(groups) for _ in g],
                f=float(f.statistic), p=float(f.pvalue), icc=icc)


def studentised_bootstrap(x):
    """arch's studentised interval of a mean, and how far apart two runs of so many resamples lie."""
    x = np.array(x)
    error = lambda mean, values: np.std(values, ddof=1) / np.sqrt(len(values))
    made = IIDBootstrap(x, seed=7)
    low, high = np.ravel(made.conf_int(np.mean, reps=MANY, method="studentized", size=0.95,
                                       std_err_func=lambda mean, values: np.atleast_1d(error(mean, values))))
    # The density of t* at its quantiles: the standard error of a quantile is sqrt(p (1 - p) / resamples) / density.
    rng = np.random.default_rng(7)
    drawn = rng.choice(x, (20_000, len(x)))
    t = (drawn.mean(1) - x.mean()) / (drawn.std(1, ddof=1) / np.sqrt(len(x)))
    se = error(x.mean(), x)
    density = stats.gaussian_kde(t)
    return dict(values=x.tolist(), low=float(low), high=float(high),
                density_low=float(density((x.mean() - low) / se)[0]), density_high=float(density((x.mean() - high) / se)[0]))


def main():
    rng = np.random.default_rng(20240611)
    tenths = lambda n, shift=0: [round(float(v) + shift, 1) for v in rng.normal(0, 1, n)]
    floats = lambda n, shift=0: [float(v) + shift for v in rng.normal(0, 1, n)]
    skewed = lambda n, shift=0: [float(v) + shift for v in rng.gamma(2, 0.1, n)]
    side, stratum = [1] * 14 + [0] * 20, [0] * 8 + [1] * 6 + [0] * 9 + [1] * 11
    drawn = np.random.default_rng(8)
    covariates = dict(length=[float(v) for v in drawn.integers(5, 15, 34)], position=[float(v) for v in drawn.random(34)])
    reference = dict(
        made_by="scripts/statistics/reference.py",
        versions=dict(numpy=np.__version__, scipy=scipy.__version__, statsmodels=statsmodels.__version__,
                      pingouin=pingouin.__version__, arch=arch.__version__),
        describe=[describe(v) for v in ([1.0, 2.0], [3.0, 1.0, 2.0, 10.0], floats(7), floats(100, 1e6))],
        cliffs_delta=[cliffs_delta(*xy) for xy in (
            ([1.0], [2.0]), ([1.0, 2.0], [1.0, 2.0]), ([3.0, 4.0], [1.0, 2.0]), (tenths(20, 0.3), tenths(31)),
            (floats(40), floats(25, 0.2)))],
        false_discovery=[false_discovery(p) for p in (
            [0.04], [0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.9, 1.0], [float(v) for v in rng.uniform(0, 1, 30) ** 2])],
        welch=[welch(*xy) for xy in (
            ([0.1, 0.4], [0.9, 0.2]), (floats(8, 0.5), floats(15)), (skewed(20), skewed(31, 0.1)), (floats(4, 1e3), floats(60, 1e3)))],
        equal_clusters=[equal_clusters(rng.normal(0.2, 1, k), rng.normal(0, 0.3, (k, m))) for k, m in ((3, 2), (8, 5), (24, 15))],
        hc2=[hc2(skewed(34), stratum, side, c) for c in ({}, dict(length=covariates["length"]), covariates)],
        equivalence=[equivalence(*xy, m) for xy, m in (
            ((floats(12, 0.1), floats(20)), 1.0), ((skewed(30), skewed(40)), 0.05), ((floats(8), floats(8, 0.9)), 0.5))],
        equivalence_paired=[equivalence_paired(floats(15, 0.1), 0.4), equivalence_paired(skewed(9, -0.2), 0.3)],
        power=[power(*v) for v in ((0.2, 30, 0.05), (0.5, 30, 0.05), (1.1, 8, 0.05), (0.35, 100, 0.05 / 72), (2.5, 5, 0.01))],
        permutation=[permutation(*xy) for xy in (
            (tenths(4, 1), tenths(7)), (floats(6, 0.9), floats(7)), (skewed(3, 0.2), skewed(12)))],
        permutation_strata=[permutation_strata(a, b) for a, b in (
            ([skewed(3, 0.2), skewed(2, 0.1)], [skewed(4), skewed(4)]), ([floats(2), floats(3), floats(2, 1)], [floats(2), floats(3), floats(4)]))],
        sign_flip=[sign_flip(x) for x in ([0.3, -0.1, 0.2, -0.2, 0.4], tenths(9, 0.5), floats(12, 0.6), skewed(10, -0.1))],
        likeness=[likeness([floats(n, float(s)) for n, s in zip(sizes, rng.normal(0, 1, len(sizes)))]) for sizes in (
            (3, 3, 3, 3), (2,) * 12, (2, 5, 9, 1, 4))],
        studentised_bootstrap=[studentised_bootstrap(skewed(n)) for n in (30, 60)],
    )
    OUT.write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
