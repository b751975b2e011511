import { expect, it } from 'vitest';
import { lastUsedModel } from './last-used-model.ts';

const run = (createdAt: string, id: number, name: string) => ({ createdAt, set: { id }, model: { name } });
const ofTexts = (createdAt: string, id: number, name: string) => ({
  createdAt,
  subject: { kind: 'texts', textSet: { id, name: '' } } as const,
  model: { name },
});
const RUNS = [run('2026-01-03', 1, 'latest'), run('2026-01-02', 2, 'second'), run('2026-01-01', 2, 'first')];

it.each([
  ['the latest of the same pairs', { setId: 2 }, 'second'],
  ['the latest of all, of pairs that nothing was made of', { setId: 9 }, 'on-texts'],
  ['the latest of the same texts', { textSetId: 7 }, 'on-texts'],
  ['the latest of a model alone, without sentences', {}, 'alone'],
])('%s', (_, subject, model) => {
  const alone = { createdAt: '2025-12-31', subject: { kind: 'model' } as const, model: { name: 'alone' } };
  expect(lastUsedModel(subject, RUNS, [ofTexts('2026-01-04', 7, 'on-texts'), alone])).toBe(model);
});

it('knows none before anything was made', () => {
  expect(lastUsedModel({ setId: 1 }, [], [])).toBeUndefined();
});

it('keeps numbers of pairs and of texts apart', () => {
  expect(
    lastUsedModel({ setId: 7 }, [run('2026-01-01', 7, 'on-pairs')], [ofTexts('2026-01-02', 7, 'on-texts')]),
  ).toBe('on-pairs');
});
