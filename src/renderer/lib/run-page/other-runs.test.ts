import { expect, test } from 'vitest';
import type { Run } from '../../../shared/entities.ts';
import { otherRuns } from './other-runs.ts';

const run = (id: number, model: string, setId: number, parts: Partial<Run> = {}) =>
  ({
    id,
    state: 'done',
    done: 5,
    total: 5,
    folder: null,
    set: { id: setId, name: '' },
    provenance: { weightsHash: model },
    ...parts,
  }) as Run;

test('what shares more comes first, then the latest; what shares nothing, has nothing, or is not over does not come', () => {
  const own = run(1, 'a', 1);
  const all = [
    own,
    run(2, 'a', 2),
    run(3, 'b', 1),
    run(4, 'a', 1),
    run(5, 'a', 3),
    run(6, 'b', 2),
    run(7, 'a', 1, { done: 0 }),
    run(8, 'a', 1, { folder: '/results' }),
    run(9, 'a', 1, { state: 'cancelled', done: 2 }),
  ];
  expect(otherRuns(own, all).map(({ run: { id }, shares }) => [id, shares])).toEqual([
    [4, 'same model and set'],
    [5, 'same model'],
    [2, 'same model'],
    [3, 'same set'],
  ]);
});
