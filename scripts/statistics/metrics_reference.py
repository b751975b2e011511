"""Reference values for src/core/metrics, from NumPy and SciPy.

    pip install numpy scipy
    python scripts/statistics/metrics_reference.py      writes tests/fixtures/metrics/reference.json

Attention patterns and outputs of three heads on pairs of statements, in float32 as a model gives them, with the metrics
of docs/science.md, section 2, computed from their definitions with scipy.stats and scipy.spatial.
"""
import json
import pathlib

import numpy as np
import scipy
from scipy.spatial.distance import cosine, jensenshannon
from scipy.special import softmax
from scipy.stats import entropy, pearsonr

OUT = pathlib.Path(__file__).parents[2] / "tests" / "fixtures" / "metrics" / "reference.json"


def metrics(pa, pb, za, zb, aligned):
    i, j = (np.array(side) for side in zip(*aligned))
    rest_a = np.setdiff1d(np.arange(len(pa)), i)
    rest_b = np.setdiff1d(np.arange(len(pb)), j)
    ga, gb = pa[np.ix_(i, i)], pb[np.ix_(j, j)]
    extended = [(np.append(ga[s], pa[i[s], rest_a].sum()), np.append(gb[s], pb[j[s], rest_b].sum()))
                for s in range(len(i))]
    return dict(
        max_attention_diff=np.abs(ga - gb).max(),
        mean_attention_diff=np.abs(ga - gb).mean(),
        attention_pattern_correlation=pearsonr(ga.ravel(), gb.ravel()).statistic,
        value_output_correlation=pearsonr(za[i].ravel(), zb[j].ravel()).statistic,
        # SciPy's jensenshannon is the square root of the divergence.
        attention_js_divergence=np.mean([jensenshannon(p, q, base=2) ** 2 for p, q in extended]),
        attention_entropy_diff=entropy(pb, base=2, axis=1).mean() - entropy(pa, base=2, axis=1).mean(),
        value_cosine=np.mean([1 - cosine(za[s], zb[t]) for s, t in aligned]),
        unaligned_mass_original=pa[np.ix_(i, rest_a)].sum(axis=1).mean(),
        unaligned_mass_counterfactual=pb[np.ix_(j, rest_b)].sum(axis=1).mean(),
    )


def head(rng, n, d, sharpness):
    pattern = softmax(sharpness * rng.normal(size=(n, n)), axis=1).astype(np.float32)
    return pattern, (pattern @ rng.normal(size=(n, d)).astype(np.float32)).astype(np.float32)


def case(rng, n, m, d, sharpness, aligned):
    (pa, za), (pb, zb) = head(rng, n, d, sharpness), head(rng, m, d, sharpness)
    wide = [x.astype(np.float64) for x in (pa, pb, za, zb)]
    return dict(aligned=aligned, dHead=d, pattern_original=pa.tolist(), pattern_counterfactual=pb.tolist(),
                z_original=za.tolist(), z_counterfactual=zb.tolist(),
                metrics={k: float(v) for k, v in metrics(*wide, aligned).items()})


def main():
    rng = np.random.default_rng(5)
    cases = [
        case(rng, 5, 5, 4, 1, [[i, i] for i in range(5)]),
        # an inserted token; sharp attention, some of it 0 in float32
        case(rng, 5, 6, 4, 40, [[0, 0], [1, 1], [2, 2], [3, 4], [4, 5]]),
        case(rng, 6, 4, 3, 2, [[0, 0], [2, 1], [5, 3]]),
    ]
    OUT.write_text(json.dumps(dict(made_by="scripts/statistics/metrics_reference.py",
                                   versions=dict(numpy=np.__version__, scipy=scipy.__version__),
                                   cases=cases)) + "\n")


if __name__ == "__main__":
    main()
