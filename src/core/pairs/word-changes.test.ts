import { expect, test } from 'vitest';
import { changedLine } from './changed-line.ts';
import {
  firstDifference,
  partAround,
  partsAround,
  partsOf,
  startInSight,
  wordChanges,
} from './word-changes.ts';

/** Changed parts in brackets. */
function shown(original: string, other: string): [string, string] {
  const { takenOut, putIn } = wordChanges(original, other);
  const write = (text: string, ranges: Parameters<typeof partsOf>[1]) =>
    partsOf(text, ranges)
      .map((part) => (part.changed ? `[${part.text}]` : part.text))
      .join('');
  return [write(original, takenOut), write(other, putIn)];
}

test.each([
  [
    'The harbour was open.',
    'The harbour was not open.',
    'The harbour was open.',
    'The harbour was [not] open.',
  ],
  ['It sometimes rains.', 'It never rains.', 'It [sometimes] rains.', 'It [never] rains.'],
  [
    'The shop does take cards.',
    "The shop doesn't take cards.",
    'The shop [does] take cards.',
    "The shop [doesn't] take cards.",
  ],
  [
    'It left with its engine.',
    'It left without its engine.',
    'It left [with] its engine.',
    'It left [without] its engine.',
  ],
  ['She is happy.', 'She is unhappy.', 'She is [happy].', 'She is [unhappy].'],
  [
    'A bridge opened and closed.',
    'A bridge neither opened nor closed.',
    'A bridge opened [and] closed.',
    'A bridge [neither] opened [nor] closed.',
  ],
  ['John gave Mary it.', 'Mary gave John it.', '[John] gave [Mary] it.', '[Mary] gave [John] it.'],
  ['He came.', 'He did not come at all.', 'He [came].', 'He [did not come at all].'],
  ['הסרט היה טוב.', 'הסרט לא היה טוב.', 'הסרט היה טוב.', 'הסרט [לא] היה טוב.'],
  ['Same.', 'Same.', 'Same.', 'Same.'],
  ['A.', '', '[A.]', ''],
])('%s > %s', (original, other, before, after) => {
  expect(shown(original, other)).toEqual([before, after]);
});

test('marks the same words as a line of both does', () => {
  const [original, other] = ['Find a way another can.', 'Find another way one cannot.'];
  const { takenOut, putIn } = wordChanges(original, other);
  const line = changedLine(original, other);
  const words = (kind: 'out' | 'in') =>
    line.filter((piece) => piece.kind === kind).map(({ text }) => text.trim());
  expect(takenOut.map((range) => original.slice(...range))).toEqual(words('out'));
  expect(putIn.map((range) => other.slice(...range))).toEqual(words('in'));
  expect(putIn.map((range) => other.slice(...range))).toEqual(['another', 'one cannot']);
});

test('a long text is shown from where its change is in sight', () => {
  const text = 'one two three four five six seven eight nine ten';
  expect(startInSight(text, 4, 20)).toBe(0);
  expect(text.slice(startInSight(text, text.indexOf('nine'), 20))).toBe('eight nine ten');
  expect(text.slice(startInSight(text, text.indexOf('five'), 20))).toBe('four five six seven eight nine ten');
  // No room stays empty behind a change near the end.
  expect(text.slice(startInSight(text, text.indexOf('ten'), 30))).toBe('five six seven eight nine ten');
  expect(startInSight(text, text.indexOf('nine'), 100)).toBe(0);
  expect(startInSight('x'.repeat(60), 50, 20)).toBe(0);
});

test('a middle of very many words is a change as a whole', () => {
  const many = (word: string) => Array.from({ length: 600 }, (_, at) => `${word}${at}`).join(' ');
  const { takenOut, putIn } = wordChanges(`x ${many('a')} y`, `x ${many('b')} y`);
  expect([takenOut, putIn]).toMatchObject([[[2, expect.any(Number)]], [[2, expect.any(Number)]]]);
});

test('of two long texts the same part around their change is shown, marked where it changed', () => {
  const words = Array.from({ length: 100 }, (_, at) => `word${at}`);
  const original = words.join(' ');
  const other = words.toSpliced(60, 0, 'not').join(' ');
  const at = firstDifference(original, other);
  expect([original.slice(at, at + 6), other.slice(at, at + 3)]).toEqual(['word60', 'not']);
  const [before, after] = [partAround(original, at, 60), partAround(other, at, 60)];
  expect(before[0]).toBe(after[0]);
  expect(other.slice(...after)).toMatch(/^word\d+ .*\bnot\b.* word\d+$/);
  expect(after[1] - after[0]).toBeLessThanOrEqual(60);
  const parts = partsOf(other, wordChanges(original, other).putIn, after);
  expect(parts.filter(({ changed }) => changed)).toEqual([{ text: 'not', changed: true }]);
  expect(parts.map(({ text }) => text).join('')).toBe(other.slice(...after));
});

test('of two statements of unlike length the parts begin with the same word, also at their ends', () => {
  const words = Array.from({ length: 100 }, (_, at) => `word${at}`);
  const original = words.join(' ');
  const other = words.toSpliced(98, 0, 'surely', 'not').join(' ');
  const [part, ofOther] = partsAround(original, other, 80);
  expect(original.slice(...part)).toMatch(/^word\d+ .*word99$/);
  expect(other.slice(...ofOther)).toMatch(/^word\d+ .* surely not word98 word99$/);
  expect(ofOther[0]).toBe(part[0]);
});

test.each(['of', 'of words that nobody had ever believed, or would.'])(
  'what is added at the end of a long text is in sight: %j',
  (added) => {
    const text = Array.from({ length: 100 }, (_, at) => `word${at}`).join(' ');
    for (const [one, two] of [
      [text, `${text} ${added}`],
      [`${text} ${added}`, text],
    ] as const) {
      const [part, ofOther] = partsAround(one, two, 160);
      expect([one.slice(...part), two.slice(...ofOther)].some((shown) => shown.endsWith(added))).toBe(true);
      expect(part[0]).toBe(ofOther[0]);
    }
  },
);

test('short texts are shown whole', () => {
  expect(partsAround('a b', 'a c d', 10)).toEqual([
    [0, 3],
    [0, 5],
  ]);
});

test.each([
  ['all of a short one', 'a b c', 2, 10, 'a b c'],
  ['the beginning', 'one two three four five', 0, 9, 'one two'],
  ['the end', 'one two three four five', 19, 9, 'four five'],
  ['letters where there is no space', 'x'.repeat(30), 15, 10, 'x'.repeat(10)],
])('a part of a text is %s', (_what, text, at, most, expected) => {
  expect(text.slice(...partAround(text, at, most))).toBe(expected);
});

test('two texts part at the beginning of a word; of the same ones at their last', () => {
  expect(firstDifference('it rains here', 'it rained here')).toBe(3);
  expect(firstDifference('Never.', 'Always.')).toBe(0);
  expect(firstDifference('it rains', 'it rains')).toBe(3);
});
