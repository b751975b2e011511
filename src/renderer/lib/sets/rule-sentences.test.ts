import { describe, expect, it } from 'vitest';
import { LONGEST } from '../../../core/bounds.ts';
import { MOST_SENTENCES, originalsOf, sentencesOf, withOriginals } from './rule-sentences.ts';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `It is ${at}.`);

describe('the sentences of a rule', () => {
  it('are taken once each, and those after the most are counted', () => {
    expect(sentencesOf(' It is red.\n\nIt is red.\r\nIs it?')).toEqual({
      sentences: ['It is red.', 'Is it?'],
      leftOut: 0,
    });
    const { sentences, leftOut } = sentencesOf(numbered(MOST_SENTENCES + 3).join('\n'));
    expect([sentences.length, leftOut]).toEqual([MOST_SENTENCES, 3]);
  });

  it('go on with the originals of the set, each once', () => {
    expect(withOriginals('It is red.\n', ['It is\nold.', null, 'It is red.', 'It is new.'])).toEqual({
      text: 'It is red.\nIt is old.\nIt is new.',
      used: 4,
    });
  });

  it('end with a whole one where there is no more room', () => {
    const long = ['a', 'b', 'c'].map((letter) => letter.repeat(LONGEST.pasted / 2));
    expect(withOriginals('', long)).toEqual({ text: long[0], used: 1 });
    const short = [long[0] ?? '', 'b'.repeat(LONGEST.pasted / 2 - 1), 'c'];
    expect(withOriginals('', short)).toEqual({ text: `${short[0]}\n${short[1]}`, used: 2 });
    expect(withOriginals('It is here.', numbered(MOST_SENTENCES)).used).toBe(MOST_SENTENCES - 1);
  });

  it('are fetched to the end of the set, or until they are enough', async () => {
    const of = (total: number, original: (at: number) => string | null) =>
      originalsOf((offset) =>
        Promise.resolve({
          total,
          pairs: Array.from({ length: Math.min(1000, total - offset) }, (_, at) => ({
            original: original(offset + at),
          })),
        }),
      );
    expect((await of(2500, (at) => `It is ${at}.`)).originals).toHaveLength(2500);
    expect((await of(9000, (at) => `It is ${at}.`)).originals).toHaveLength(6000);
    expect((await of(90_000, () => 'It is red.')).originals).toHaveLength(50_000);
    expect(await of(0, () => null)).toEqual({ originals: [], total: 0 });
  });
});
