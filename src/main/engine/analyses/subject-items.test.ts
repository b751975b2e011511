import { expect, it } from 'vitest';
import { clusterOf } from './subject-items.ts';

it('a pair without a cluster shares none with a pair whose cluster is called as a pair', () => {
  const named = ['pair 41', '41', 'pair'].map((cluster) => clusterOf({ id: 3, cluster }));
  expect(named).not.toContain(clusterOf({ id: 41, cluster: null }));
  expect(clusterOf({ id: 41, cluster: null })).not.toBe(clusterOf({ id: 42, cluster: null }));
});
