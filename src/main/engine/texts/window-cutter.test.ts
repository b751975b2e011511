import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WindowUnit } from '../../../shared/texts.ts';
import { WindowCutter } from './window-cutter.ts';

function cut(text: string, unit: WindowUnit, size: number): string[] {
  const windows: string[] = [];
  const cutter = new WindowCutter({ unit, size }, (window, line) => windows.push(`${line}: ${window}`));
  text.split('\n').forEach((line, index) => cutter.push(line.trim(), index + 1));
  cutter.end();
  return windows;
}

test('a window takes as many whole sentences as fit', () => {
  const text = 'It rained. We stayed in. Nobody came by! Did they forget?';
  expect(cut(text, 'words', 5)).toEqual([
    '1: It rained. We stayed in.',
    '1: Nobody came by!',
    '1: Did they forget?',
  ]);
  expect(cut(text, 'words', 100)).toEqual([`1: ${text}`]);
  // "It rained. We stayed in." has 24 characters.
  expect(cut(text, 'characters', 24)[0]).toBe('1: It rained. We stayed in.');
  expect(cut(text, 'characters', 23)[0]).toBe('1: It rained.');
});

test('a sentence that does not fit is cut between words, and its end goes on with the next sentence', () => {
  expect(cut('one two three four five. Six seven.', 'words', 3)).toEqual([
    '1: one two three',
    '1: four five.',
    '1: Six seven.',
  ]);
  expect(cut('one two three four. Six seven.', 'words', 3)).toEqual([
    '1: one two three',
    '1: four. Six seven.',
  ]);
});

test('a word that does not fit is cut between characters', () => {
  expect(cut('ab😀defgh i', 'characters', 3)).toEqual(['1: ab😀', '1: def', '1: gh', '1: i']);
});

test('lines of a paragraph are joined; a blank line ends a sentence', () => {
  expect(cut('The dog\nsleeps all day\n\nCats do not', 'words', 5)).toEqual([
    '1: The dog sleeps all day',
    '4: Cats do not',
  ]);
});

test('an abbreviation ends no sentence', () => {
  expect(cut('Mrs. J. Hale met Dr. Ross. He left.', 'words', 7)).toEqual([
    '1: Mrs. J. Hale met Dr. Ross.',
    '1: He left.',
  ]);
});

test('Hebrew sentences likewise', () => {
  expect(cut('ירד גשם. נשארנו בבית. מי בא?', 'words', 4)).toEqual(['1: ירד גשם. נשארנו בבית.', '1: מי בא?']);
});

test('no window is larger than asked, and together they are the text', () => {
  const word = fc.stringMatching(/^[a-zא-ת]{1,9}[.?!,]?$/);
  const line = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 30 }), (lines, size) => {
      const text = lines.join('\n');
      const words = text.split(/\s+/).filter((each) => each !== '');
      const byWords = cut(text, 'words', size).map((window) => window.replace(/^\d+: /, ''));
      expect(byWords.flatMap((window) => window.split(' '))).toEqual(words);
      for (const window of byWords) expect(window.split(' ').length).toBeLessThanOrEqual(size);
      const byCharacters = cut(text, 'characters', size).map((window) => window.replace(/^\d+: /, ''));
      for (const window of byCharacters) expect([...window].length).toBeLessThanOrEqual(size);
      expect(byCharacters.join('').replaceAll(' ', '')).toBe(words.join(''));
    }),
  );
});

test('a paragraph of a megabyte is cut as it comes', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `Line ${index} of the text is here. And`);
  const windows = cut(lines.join('\n'), 'words', 20);
  expect(windows.map((window) => window.replace(/^\d+: /, '')).join(' ')).toBe(lines.join(' '));
});
