import { expect, test } from 'vitest';
import { ofWords } from './source.ts';

const model = { name: 'attn-only-2l' };
const set = { name: 'few' };

test('what an analysis is of, within a sentence', () => {
  const pairs = { kind: 'pairs', set, controlSet: null } as const;
  expect(ofWords({ subject: pairs, model })).toBe('of “few” through attn-only-2l');
  expect(ofWords({ subject: { ...pairs, controlSet: { name: 'control' } }, model })).toBe(
    'of “few” against “control” through attn-only-2l',
  );
  expect(ofWords({ subject: { kind: 'texts', textSet: set }, model: null })).toBe('of “few”');
  expect(ofWords({ subject: { kind: 'run', runId: 3 }, model })).toBe('of run 3 through attn-only-2l');
  expect(ofWords({ subject: { kind: 'model' }, model })).toBe('of attn-only-2l');
});
