import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedLine, excerptLine, shortenLine } from './changed-line.ts';

/** −word for what was taken out, +word for what was put in. */
function written(original: string, counterfactual: string): string {
  const signs = { same: '', out: '−', in: '+' };
  return changedLine(original, counterfactual)
    .map(({ kind, text }) => `${signs[kind]}[${text}]`)
    .join('');
}

test.each([
  ['She is tall.', 'She is not tall.', '[She is]+[ not][ tall.]'],
  [
    'Her grandfather often spoke.',
    'Her grandfather never spoke.',
    '[Her grandfather]−[ often]+[ never][ spoke.]',
  ],
  ['Somebody called.', 'Nobody called.', '−[Somebody]+[Nobody][ called.]'],
  ['It is here', 'It is here', '[It is here]'],
  ['It never rains', 'It rains', '[It]−[ never][ rains]'],
  ['It  rains.', 'It rains.', '[It rains.]'],
  ['', 'Not', '+[Not]'],
  ['a b c d', 'a x c y', '[a]−[ b]+[ x][ c]−[ d]+[ y]'],
  ['הוא הלך', 'הוא לא הלך', '[הוא]+[ לא][ הלך]'],
  ['They have been worn.', 'They haven’t been worn.', '[They]−[ have]+[ haven’t][ been worn.]'],
])('%s → %s', (original, counterfactual, changes) => {
  expect(written(original, counterfactual)).toBe(changes);
});

test('without what was taken out it is the counterfactual, without what was put in the original', () => {
  const statement = fc
    .array(fc.constantFrom('a', 'b', 'c', 'not'), { maxLength: 12 })
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(statement, statement, (original, counterfactual) => {
      const changes = changedLine(original, counterfactual);
      const without = (kind: 'out' | 'in') =>
        changes
          .filter((change) => change.kind !== kind)
          .map(({ text }) => text.trim())
          .join(' ');
      expect(without('out')).toBe(counterfactual);
      expect(without('in')).toBe(original);
      changes.slice(1).forEach(({ kind }, index) => expect(kind).not.toBe(changes[index]?.kind));
    }),
  );
});

test('a line that is too long shows its changes', () => {
  const long = 'the committee that had been appointed in the spring reported that the pipes were';
  const changes = changedLine(`${long} almost ready`, `${long} not ready`);
  const texts = (room: number) => shortenLine(changes, room).map(({ text }) => text);
  expect(texts(60)).toEqual(['… spring reported that the pipes were', ' almost', ' not', ' ready']);
  expect(texts(30)).toEqual(['… pipes were', ' almost', ' not', ' ready']);
  expect(texts(24)).toEqual(['… were', ' almost', ' not', ' ready']);
  expect(texts(200)).toEqual([long, ' almost', ' not', ' ready']);
  const twice = changedLine(`a ${long} b`, `x ${long} y`);
  expect(shortenLine(twice, 60).map(({ text }) => text)).toEqual([
    'a',
    'x',
    ' the committee that had been … that the pipes were',
    ' b',
    ' y',
  ]);
  expect(shortenLine(twice, 24).map(({ text }) => text)).toEqual(['a', 'x', ' the … pipes were', ' b', ' y']);
});

test('what was taken out is cut where it would hide what was put in', () => {
  const changes = changedLine('We invited everybody who had ever asked us.', 'We did not.');
  expect(shortenLine(changes, 24).map(({ text }) => text)).toEqual(['We', ' invited ev…', ' did not', '.']);
});

test('an excerpt has some words on both sides of a change', () => {
  const long = Array.from({ length: 80 }, (_, at) => `word${at}`);
  const line = changedLine(long.join(' '), long.toSpliced(40, 0, 'not').join(' '));
  const text = excerptLine(line, 100)
    .map((piece) => piece.text)
    .join('');
  expect(text).toMatch(/^… word\d+.* word39 not word40 .* …$/);
  expect(text.length).toBeLessThan(100);
  expect(excerptLine(line, Infinity)).toEqual(line);
});
