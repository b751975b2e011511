import { expect, test } from 'vitest';
import { runsTogether } from './runs-together.ts';

const run = (id: number, model: number, setHash: string, metrics = ['value_cosine' as const]) => ({
  id,
  model: { id: model },
  provenance: { setHash },
  metrics,
});
const RUNS = [run(4, 1, 'a'), run(3, 2, 'a'), run(2, 1, 'b'), run(1, 1, 'a')];

/** '4 3 set' */
const named = (pairs: ReturnType<typeof runsTogether>): string[] =>
  pairs.map(({ first, second, same }) => `${first.id} ${second.id} ${same}`);

test('runs of one model or one set go together, the later one first', () => {
  expect(named(runsTogether(RUNS, undefined))).toEqual([
    '4 3 set',
    '4 2 model',
    '4 1 both',
    '3 1 set',
    '2 1 model',
  ]);
});

test('once a run is chosen, those that go with it', () => {
  expect(named(runsTogether(RUNS, RUNS[2]))).toEqual(['4 2 model', '2 1 model']);
});

test('without a metric in common, runs do not go together', () => {
  expect(runsTogether([run(2, 1, 'a', []), run(1, 1, 'a')], undefined)).toEqual([]);
});
