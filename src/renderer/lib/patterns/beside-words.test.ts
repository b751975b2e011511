import { expect, test } from 'vitest';
import { besideWords } from './beside-words.ts';

test('an analysis is called by its number, its model and its set', () => {
  const one = {
    id: 2,
    model: { name: 'attn-only-2l' },
    subject: { kind: 'pairs', set: { name: 'few' }, controlSet: null },
  } as Parameters<typeof besideWords>[0];
  expect(besideWords(one)).toBe('2 · attn-only-2l · “few”');
});
