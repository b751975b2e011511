import { describe, expect, test } from 'vitest';
import type { Model, SentenceSet } from '../../../shared/entities.ts';
import type { RunCheck } from '../../../shared/pair-quality.ts';
import { inOrder, isWanted, planCell, sumOf, unwiseWords } from './plan.ts';
import { controlHint, durationWords, freeWords, headline, takenOverWords, wayOut } from './plan-words.ts';

const set = { id: 1, pairCount: 100 } as SentenceSet;
const model = { layers: 6, heads: 12, dHead: 32, weightsHash: 'a', parameters: 22 } as Model;
const check = (measured: number, unknown = 0): RunCheck => ({
  checked: 100,
  total: 100,
  roles: [
    {
      role: 'set',
      measured,
      failed: [],
      noted: unknown === 0 ? [] : [{ note: 'unknown_tokens', pairs: 5, tokens: unknown, examples: [] }],
    },
  ],
  load: { comparisons: 100, tokens: 2000, squares: 20_000 },
  sizes: null,
});
const costs = {
  paces: [
    {
      weightsHash: 'a',
      parameters: 22,
      seconds: 2,
      tokens: 2000,
      squares: 20_000,
      asked: 'cpu' as const,
      device: 'cpu' as const,
    },
  ],
  freeBytes: 48e9,
};
const cell = (given: Partial<Parameters<typeof planCell>[1]> = {}) =>
  planCell(
    { setId: 1, controlId: null, model: 'tiny' },
    {
      set,
      control: undefined,
      model,
      check: check(100),
      failed: false,
      costs,
      keep: 'patterns',
      device: 'cpu',
      done: null,
      notSame: '',
      ...given,
    },
  );

describe('a cell of a plan', () => {
  test('takes time by earlier runs, and disk by what is kept', () => {
    const { duration, bytes, leastBytes } = cell();
    expect(duration).toEqual({ seconds: 2, isRough: false });
    // 20,000 weights of 72 heads, 4 bytes each, and what is around them.
    expect((bytes ?? 0) - (leastBytes ?? 0)).toBeCloseTo(1.035 * 20_000 * 72 * 4, -1);
  });

  test('takes time by runs on its own device', () => {
    expect(cell({ device: 'webgpu' }).duration).toBeNull();
  });

  test('is not known before its pairs are counted', () => {
    expect(cell({ check: { ...check(10), checked: 20 } })).toMatchObject({
      isChecked: false,
      duration: null,
      bytes: null,
    });
  });

  test('is taken over where it is done already, also where it is the only one', () => {
    expect(isWanted(cell(), false)).toBe(true);
    expect([isWanted(cell({ done: 14 }), false), isWanted(cell({ done: 14 }), true)]).toEqual([false, false]);
  });

  test('is left out where the model does not know the words, unless it is the only one', () => {
    const unknown = cell({ check: check(100, 760) });
    expect(unknown.unwise).toBe('38 % unknown tokens');
    expect([isWanted(unknown, false), isWanted(unknown, true)]).toEqual([false, true]);
  });

  test('is impossible where no pair can be measured', () => {
    expect(isWanted(cell({ check: check(0) }), true)).toBe(false);
    expect(isWanted(cell({ check: undefined, failed: true }), true)).toBe(false);
  });

  test('a few unknown tokens are no reason', () => {
    expect(unwiseWords(check(100, 100))).toBe('');
  });

  test('is unwise where more of it is lost than measured, and says of what', () => {
    const neutrals = (measured: number, pairs: number): RunCheck => ({
      ...check(154),
      roles: [
        ...check(154).roles,
        { role: 'neutral', measured, noted: [], failed: [{ code: 'SENTENCE_TOO_LONG', pairs, message: '' }] },
      ],
    });
    expect(unwiseWords(neutrals(19, 135))).toBe('135 of 154 neutrals cannot be measured');
    expect(unwiseWords(neutrals(77, 77))).toBe('');
  });

  test('comes the sooner the shorter it is; at the end what is not known', () => {
    const [short, long, unknown] = [2, 60, null].map((seconds) => ({
      ...cell(),
      duration: seconds === null ? null : { seconds, isRough: false },
    }));
    expect(inOrder([unknown, long, short] as never)).toEqual([short, long, unknown]);
  });
});

describe('what a plan takes, in words', () => {
  test('the sum of its cells; what one of them lacks, the sum lacks', () => {
    expect(sumOf([cell(), cell()])).toMatchObject({ runs: 2, pairs: 200, duration: { seconds: 4 } });
    expect(sumOf([cell(), cell({ costs: { paces: [], freeBytes: null } })]).duration).toBeNull();
  });

  test.each([
    [0.2, false, 'less than 1 s'],
    [65, false, 'about 1 min'],
    [155, false, 'about 2 min 30 s'],
    [358, true, 'some 6 minutes'],
  ])('%d s', (seconds, isRough, words) => {
    expect(durationWords({ seconds, isRough })).toBe(words);
  });

  test('headline', () => {
    const sum = { runs: 2, pairs: 1641, duration: null, bytes: 2e6, leastBytes: 1e6 };
    expect(headline(sum)).toBe('2 runs, 1,641 pairs: 2.0 MB on disk.');
    expect(headline({ ...sum, runs: 0 })).toBe('No run is ticked.');
  });

  test('what is taken over is named', () => {
    expect(takenOverWords([])).toBe('');
    expect(takenOverWords([9])).toContain('Run 9 is done');
    expect(takenOverWords([12, 9])).toContain('Runs 9, 12 are done');
  });

  test('the way out is told where it is worth it', () => {
    expect(wayOut({ bytes: 3e9, leastBytes: 4e7 })).toContain('with metrics only it would be 40.0 MB');
    expect(wayOut({ bytes: 3e9, leastBytes: 2.9e9 })).toBe('');
    expect(wayOut({ bytes: 0, leastBytes: 0 })).toBe('');
  });

  test('a disk that is nearly full is told so', () => {
    expect(freeWords(1e9, 48e9)).toEqual({ text: '48.00 GB are free.', isTight: false });
    expect(freeWords(47e9, 48e9)?.isTight).toBe(true);
    expect(freeWords(1, null)).toBeNull();
  });
});

test('a control set is said to be needed by the sets that lack neutrals, and by no other', () => {
  const with1 = { set: { name: 'negation', source: '', neutralCount: 5 }, unfitFor: [] };
  const without = { set: { name: 'plain', source: '', neutralCount: 0 }, unfitFor: [] };
  expect(controlHint([with1])).toMatch(/^Not needed: the pairs of this set/);
  expect(controlHint([without])).not.toMatch(/Not needed/);
  expect(controlHint([with1, without])).toMatch(/Not needed for negation: those/);
});

test('neutrals that do not fit under a tokenizer are no controls, and the hint says so', () => {
  const unfit = { set: { name: 'negation', source: '', neutralCount: 40 }, unfitFor: ['char-en'] };
  expect(controlHint([unfit])).toMatch(
    /Needed for “negation”: too few of its neutral changes have the shape of their pair’s change under the tokenizer of char-en/,
  );
  expect(controlHint([unfit])).not.toMatch(/Not needed/);
});
