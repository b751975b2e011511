"""Seconds that umap-learn takes for the points of bench/umap.ts: 10,042 x 64, cosine, seeded. pip install umap-learn

A process of its own, as a person runs it: the import, the first layout, in which numba compiles, and a second one.
"""
import time

start = time.time()
import numpy as np
import umap

POINTS, WIDTH, CLUSTERS = 10_042, 64, 20
imported = time.time() - start
state = 1


def draw():
    global state
    state = (state * 1_664_525 + 1_013_904_223) % 2**32
    return state / 2**32 - 0.5


centres = np.array([draw() for _ in range(CLUSTERS * WIDTH)]).reshape(CLUSTERS, WIDTH)
points = np.array([draw() for _ in range(POINTS * WIDTH)]).reshape(POINTS, WIDTH) + centres[np.arange(POINTS) % CLUSTERS]
print(f"umap-learn {umap.__version__}: import {imported:.1f} s")
for which in ("first", "second"):
    start = time.time()
    umap.UMAP(metric="cosine", random_state=0).fit_transform(points)
    print(f"  {which} layout {time.time() - start:.1f} s")
