import { expect, test } from 'vitest';
import { sentencesOf } from './figure-pair.ts';

const pair = {
  position: 0,
  original: 'The film was good.',
  counterfactual: 'The film was not good.',
  neutral: 'So it was.',
};
const apart = (text: string) => `“\u2068${text}\u2069”`;

test('the sentences of a pair, or of the original and its neutral, each set apart', () => {
  expect(sentencesOf({ pair, role: 'set' })).toBe(`${apart(pair.original)} – ${apart(pair.counterfactual)}`);
  expect(sentencesOf({ pair, role: 'neutral' })).toBe(`${apart(pair.original)} – ${apart(pair.neutral)}`);
});

test('nothing for token ids, and the beginning of what is long', () => {
  expect(sentencesOf({ pair: { position: 0, original: null, counterfactual: null }, role: 'set' })).toBe('');
  const long = sentencesOf({ pair: { ...pair, original: 'word '.repeat(100) }, role: 'set' });
  expect(long.length).toBeLessThan(220);
  expect(long).toContain('word…');
});
