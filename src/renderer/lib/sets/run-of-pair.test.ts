import { expect, test } from 'vitest';
import { latestRunOf } from './run-of-pair.ts';

function run(id: number, model: string, setId: number, more: { controlId?: number; done?: number } = {}) {
  const { controlId, done = 12 } = more;
  return {
    id,
    done,
    model: { name: model },
    set: { id: setId, name: 'set' },
    controlSet: controlId === undefined ? null : { id: controlId, name: 'control' },
  };
}

const RUNS = [
  run(1, 'bert', 7),
  run(3, 'bert', 7, { controlId: 8 }),
  run(2, 'bert', 7),
  run(4, 'gpt', 7),
  run(5, 'bert', 9),
  run(6, 'bert', 7, { done: 0 }),
];

test.each([
  ['of the model over the set, the latest that has results', 'bert', 7, 3],
  ['in which the set is the control', 'bert', 8, 3],
  ['of another model', 'gpt', 7, 4],
  ['none', 'gpt', 9, undefined],
])('the run of a pair: %s', (_what, model, setId, expected) => {
  expect(latestRunOf(RUNS, model, setId)?.id).toBe(expected);
});
