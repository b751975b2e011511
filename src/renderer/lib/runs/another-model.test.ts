import { expect, test } from 'vitest';
import { anotherModel } from './another-model.ts';

const model = (name: string, maxPositions: number, weightsPresent = true) => ({
  name,
  maxPositions,
  weightsPresent,
});

test('in the place of a model that failed, the one that takes the longest texts and is here', () => {
  const models = [
    model('own', 9_000),
    model('short', 64),
    model('long', 512),
    model('as-long', 512),
    model('gone', 4_096, false),
  ];
  expect(anotherModel(models, 'own')?.name).toBe('long');
  expect(anotherModel([model('own', 64)], 'own')).toBeUndefined();
});
