"""Tables of the distributions in src/core/statistics/distributions.ts, from SciPy.

    pip install numpy scipy
    python scripts/statistics/distributions_reference.py        writes tests/fixtures/statistics/distributions.json

Rows are arguments and the value. Where mpmath says that SciPy itself is off by more than 1e-12, the row is left out (and
counted), so that a difference is ours.
"""
import json
import pathlib

import mpmath
import scipy
from scipy import stats

OUT = pathlib.Path(__file__).parents[2] / "tests" / "fixtures" / "statistics" / "distributions.json"
mpmath.mp.dps = 60

DOF = [0.5, 0.9, 1, 1.5, 2, 3.3, 4, 7.25, 12, 29, 63.7, 150, 1000.5, 1e4, 1e6]
T = [1e-8, 1e-3, 0.1, 0.5, 0.9, 1.3, 1.96, 2.7, 4, 6.5, 12, 40, 1e3]
TAILS = [0.4999, 0.45, 0.3, 0.25, 0.2, 0.1, 0.05, 0.025, 0.005, 0.05 / 72, 0.05 / 3000 / 2, 1e-8]
Z = [0, 1e-6, 0.3, 0.67, 0.68, 1, 1.96, 3, 5, 5.65, 5.66, 8, 15, 37]


def beta_tail(x, a, b):
    return mpmath.betainc(a, b, 0, x, regularized=True)


def t_tail(t, dof):
    t, dof = mpmath.mpf(t), mpmath.mpf(dof)
    if t * t < dof:
        return (1 - beta_tail(t * t / (dof + t * t), mpmath.mpf(1) / 2, dof / 2)) / 2
    return beta_tail(dof / (dof + t * t), dof / 2, mpmath.mpf(1) / 2) / 2


def f_tail(f, above, below):
    f, above, below = map(mpmath.mpf, (f, above, below))
    return beta_tail(below / (below + above * f), below / 2, above / 2)


def agrees(value, exact):
    return exact > 1e-290 and abs(value - exact) <= 1e-12 * abs(exact)


def main():
    left_out = 0

    def keep(rows, row, exact):
        nonlocal left_out
        if agrees(row[-1], exact):
            rows.append(row)
        else:
            left_out += 1
    survival, quantile, fisher, normal = [], [], [], []
    for dof in DOF:
        for t in T:
            if dof < 1e4 or t < 20:
                keep(survival, [t, dof, float(stats.t.sf(t, dof))], t_tail(t, dof))
        for p in TAILS:
            t = float(stats.t.isf(p, dof))
            slope = float(stats.t.pdf(t, dof))
            # A quantile has the accuracy that its own rounding and that of p allow.
            if abs(t_tail(t, dof) - p) <= 1e-12 * max(slope * t, 1e-3 * p):
                quantile.append([p, dof, t])
            else:
                left_out += 1
    for above in (0.7, 1, 3, 11, 71, 500):
        for below in (0.7, 2, 9, 40, 388, 1e4):
            for f in (1e-4, 0.2, 0.9, 1, 1.4, 3, 9, 30):
                exact = f_tail(f, above, below)
                keep(fisher, [f, above, below, float(stats.f.sf(f, above, below))], exact)
    for z in Z:
        keep(normal, [-z, float(stats.norm.cdf(-z))], mpmath.ncdf(-mpmath.mpf(z)))
        keep(normal, [z, float(stats.norm.cdf(z))], mpmath.ncdf(mpmath.mpf(z)))
    out = dict(versions=dict(scipy=scipy.__version__, mpmath=mpmath.__version__), left_out=left_out,
               student_survival=survival, student_quantile=quantile, fisher_survival=fisher, normal_cdf=normal)
    OUT.write_text(json.dumps(out) + "\n")
    print({k: len(v) if isinstance(v, list) else v for k, v in out.items()})


if __name__ == "__main__":
    main()
