import { expect, test } from 'vitest';
import { missingRun, wayToRun } from './way-to-run.ts';

const set = (id: number, pairCount: number) => ({ id, pairCount });

test('a run is made where there are pairs, or may be', () => {
  const toRun = { words: 'New run', to: { room: 'new-run', projectId: 1 } };
  expect(wayToRun(1, [set(1, 0), set(2, 5)])).toEqual(toRun);
  expect(wayToRun(1, undefined)).toEqual(toRun);
});

test('without pairs the first step is to add some: to the set that waits for them, where there is one', () => {
  expect(wayToRun(1, [])).toEqual({ words: 'Add pairs first', to: { room: 'pairs', projectId: 1 } });
  expect(wayToRun(1, [set(4, 0)]).to).toEqual({ room: 'pairs', projectId: 1, setId: 4 });
  expect(wayToRun(1, [set(4, 0), set(5, 0)]).to).toEqual({ room: 'pairs', projectId: 1, setId: undefined });
});

test('a run that is not over is led to, and beside it another can be made', () => {
  expect(missingRun(1, [], [set(1, 5)]).ways.map(({ words }) => words)).toEqual(['New run']);
  const { why, ways } = missingRun(1, [{ id: 7 }], [set(1, 5)]);
  expect(why).toBe(
    'No run of this project is done with measured pairs, and an analysis is not made of a part of one.',
  );
  expect(ways.map(({ words }) => words)).toEqual(['Open run 7', 'New run']);
});
