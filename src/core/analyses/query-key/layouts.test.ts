import { describe, expect, it } from 'vitest';
import { finish } from '../../statistics/steps.ts';
import { faithfulness, trustworthiness } from './faithfulness.ts';
import { jointPoints, layOut } from './lay-out.ts';
import { nearestByCosine } from './nearest.ts';
import type { Projection } from './options.ts';
import { principalComponents } from './principal-components.ts';
import { QuadTree } from './quad-tree.ts';
import { selectRank } from './order-statistic.ts';
import { exampleVectors } from './vectors.example.ts';
import { plainDistances, plainProducts, plainSpearman } from './head-scales.reference.ts';

const LAYOUTS = ['pca', 't-sne', 'umap'] as const satisfies readonly Projection[];

describe('selectRank', () => {
  it('finds what sorting finds, also among equals', () => {
    const values = Array.from({ length: 500 }, (_, at) => (at * 7919) % 83);
    const sorted = values.toSorted((a, b) => a - b);
    for (const rank of [0, 1, 6, 250, 498, 499])
      expect(selectRank(Float64Array.from(values), values.length, rank)).toBe(sorted[rank]);
  });
});

describe('principalComponents', () => {
  it('finds the directions of a stretched cloud', () => {
    // (±4, 0, 0) and (0, ±1, 0): x is the first axis, y the second.
    const points = Float64Array.of(4, 0, 0, -4, 0, 0, 0, 1, 0, 0, -1, 0);
    expect([...principalComponents(points, 3)].map((value) => value + 0)).toEqual([4, 0, -4, 0, 0, 1, 0, -1]);
  });
});

describe('jointPoints', () => {
  it('have the distances of the definition, and one mean', () => {
    const vectors = exampleVectors({ tokens: 12, width: 4 });
    const joint = jointPoints(vectors, 0.8);
    const distances = plainDistances(vectors, 0.8);
    const between = (query: number, key: number) =>
      Math.hypot(
        ...[0, 1, 2, 3].map(
          (at) => (joint[query * 4 + at] as number) - (joint[(12 + key) * 4 + at] as number),
        ),
      );
    for (const [query, key] of [
      [0, 0],
      [3, 7],
      [11, 2],
    ] as const)
      expect(between(query, key)).toBeCloseTo(distances[query * 12 + key] as number, 5);
    const mean = (from: number) =>
      Array.from({ length: 12 }, (_, row) => joint[from + row * 4] as number).reduce((a, b) => a + b) / 12;
    expect(mean(0)).toBeCloseTo(mean(48), 6);
  });
});

describe('nearestByCosine', () => {
  it('finds the nearest by angle, a point itself first', () => {
    // Angles 0, 10, 25 and 90 degrees, of different lengths.
    const points = Float64Array.from(
      [
        [1, 0],
        [2, 10],
        [0.5, 25],
        [3, 90],
      ].flatMap(([length = 0, degrees = 0]) => {
        const angle = (degrees * Math.PI) / 180;
        return [length * Math.cos(angle), length * Math.sin(angle)];
      }),
    );
    const { indices, distances } = finish(nearestByCosine(points, 2, 3));
    expect([...indices]).toEqual([0, 1, 2, 1, 0, 2, 2, 1, 0, 3, 2, 1]);
    expect(distances[1]).toBeCloseTo(1 - Math.cos((10 * Math.PI) / 180), 12);
    expect(distances[0]).toBe(0);
  });
});

describe('QuadTree', () => {
  const points = Float64Array.from({ length: 400 }, (_, at) => Math.sin(at * 12.9898) * 10);
  const plain = (point: number) => {
    let sum = 0;
    let [x, y] = [0, 0];
    for (let other = 0; other < 200; other++) {
      if (other === point) continue;
      const dx = (points[2 * point] as number) - (points[2 * other] as number);
      const dy = (points[2 * point + 1] as number) - (points[2 * other + 1] as number);
      const near = 1 / (1 + dx * dx + dy * dy);
      sum += near;
      x += near * near * dx;
      y += near * near * dy;
    }
    return { sum, x, y };
  };

  it.each([
    [0, 10],
    [0.5, 0.5],
  ])('adds up what pushes, with theta %d', (theta, digits) => {
    const tree = new QuadTree(200);
    tree.fill(points);
    const push = new Float64Array(2);
    for (const point of [0, 57, 199]) {
      const expected = plain(point);
      expect(tree.repulsion(points, point, theta, push)).toBeCloseTo(expected.sum, digits);
      expect(push[0]).toBeCloseTo(expected.x, digits);
      expect(push[1]).toBeCloseTo(expected.y, digits);
    }
  });

  it('holds points that lie in one place', () => {
    const tree = new QuadTree(3);
    const same = Float64Array.of(1, 1, 1, 1, 5, 5);
    tree.fill(same);
    const push = new Float64Array(2);
    // The other one at distance 0, and one at sqrt(32).
    expect(tree.repulsion(same, 0, 0, push)).toBeCloseTo(1 + 1 / 33, 12);
  });
});

describe('trustworthiness', () => {
  it('is 1 where the plane is the space', () => {
    const points = Float32Array.from({ length: 120 }, (_, at) => Math.sin(at * 78.233));
    expect(finish(trustworthiness(Float64Array.from(points), 2, points))).toBe(1);
  });

  it('takes what a stranger among neighbours costs', () => {
    // On a line, 0, 1, 2, 3.1, 4.3; on the plane the last stands beside the first. With k = 1 of five points: the first has
    // the last as its nearest, of rank 4, and the last the first, of rank 4.
    const space = Float64Array.of(0, 0, 1, 0, 2, 0, 3.1, 0, 4.3, 0);
    const plane = Float32Array.of(0, 0, 1, 0, 2, 0, 3.1, 0, -0.1, 0);
    const expected = 1 - (2 * (3 + 3)) / (5 * 1 * (2 * 5 - 3 - 1));
    expect(finish(trustworthiness(space, 2, plane, 1))).toBeCloseTo(expected, 12);
  });

  it('is undefined of few points', () => {
    expect(finish(trustworthiness(new Float64Array(20), 1, new Float32Array(40)))).toBeNull();
  });
});

describe('faithfulness', () => {
  it('is Spearman’s correlation of q.k with distance, in space and on the plane', () => {
    const vectors = exampleVectors({ tokens: 50, width: 6 });
    const joint = jointPoints(vectors, 1.2);
    const points = principalComponents(joint, 6);
    const { spearmanBefore, spearmanAfter } = finish(faithfulness(vectors, joint, points));
    const products = plainProducts(vectors);
    expect(spearmanBefore).toBeCloseTo(plainSpearman(products, plainDistances(vectors, 1.2)), 4);
    const onPlane = Array.from({ length: 2500 }, (_, pair) => {
      const [query, key] = [2 * Math.floor(pair / 50), 2 * (50 + (pair % 50))];
      return Math.hypot(
        (points[query] as number) - (points[key] as number),
        (points[query + 1] as number) - (points[key + 1] as number),
      );
    });
    expect(spearmanAfter).toBeCloseTo(plainSpearman(products, onPlane), 4);
  });
});

describe.each(LAYOUTS)('%s', (projection) => {
  const vectors = exampleVectors({ tokens: 80, width: 8 });
  const laidOut = () => finish(layOut(vectors, 1.2, { projection, seed: 3 }));

  it('is the same picture twice', () => {
    expect(laidOut()).toEqual(laidOut());
  });

  it('keeps clusters together', () => {
    const { points, trustworthiness: trust } = laidOut();
    expect(points.every(Number.isFinite)).toBe(true);
    expect(trust).toBeGreaterThan(0.85);
    // Of each query the nearest query on the plane is of its own cluster.
    const nearest = (point: number) => {
      let best = -1;
      let least = Infinity;
      for (let other = 0; other < 80; other++) {
        const distance = Math.hypot(
          (points[2 * point] as number) - (points[2 * other] as number),
          (points[2 * point + 1] as number) - (points[2 * other + 1] as number),
        );
        if (other !== point && distance < least) [best, least] = [other, distance];
      }
      return best;
    };
    const own = Array.from({ length: 80 }, (_, point) => nearest(point) % 4 === point % 4);
    expect(own.filter(Boolean).length).toBeGreaterThan(72);
  });
});
