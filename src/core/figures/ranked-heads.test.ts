import { describe, expect, test } from 'vitest';
import {
  afterWords,
  foldedLines,
  foldedOnTop,
  inSightWords,
  type RankedHead,
  type RankingLine,
} from './ranked-heads.ts';

const ranked = (ends: readonly RankedHead['end'][]): RankedHead[] =>
  ends.map((end, index) => ({
    layer: 0,
    head: index,
    place: index + 1,
    end,
    look: end === null ? 'hollow' : 'ink',
    outcome: '',
    marks: { set: null, interval: null, control: null, controlInterval: null },
    signs: [],
    cells: [],
    numbers: {},
  }));

/** 'fold 3', '2': a fold of three heads, the head in the second place. */
const words = (lines: readonly RankingLine[]): string[] =>
  lines.map((line) => (line.kind === 'head' ? `${line.head.place}` : `${line.kind} ${line.heads.length}`));

const heads = ranked(['first', 'first', null, null, 'last', null]);
const lines = (parts: Partial<Parameters<typeof foldedLines>[0]> = {}) =>
  words(foldedLines({ heads, middle: false, selected: null, room: 40, ...parts }));

describe('the ranking', () => {
  test('has what is called on top, what is called for the opposite at the foot, and a fold that counts the others', () => {
    expect(lines()).toEqual(['1', '2', 'fold 3', '5']);
  });

  test('lists the middle where it is open, and the selected head in any case', () => {
    expect(lines({ middle: true })).toEqual(['1', '2', 'fold 3', '3', '4', '6', 'after 1', '5']);
    expect(lines({ selected: { layer: 0, head: 3 } })).toEqual(['1', '2', 'fold 3', '4', '5']);
  });

  test('says how many heads are in sight: a fold is none, and of folded ones it says that they are not listed', () => {
    const inSight = (middle: boolean, room: number) =>
      inSightWords(foldedLines({ heads, middle, selected: null, room: 40 }), room, 'heads');
    // 1, 2, the fold of three, 5.
    expect(inSight(false, 3)).toBe('2 of the 3 listed heads in sight');
    // 1, 2, the fold, 3, 4, 6, what is at the other end, 5.
    expect(inSight(true, 4)).toBe('3 of 6 heads in sight');
    expect(inSight(true, 7)).toBe('5 of 6 heads in sight');
    expect(
      inSightWords(
        foldedLines({ heads: heads.slice(0, 1), middle: false, selected: null, room: 9 }),
        1,
        'cells',
      ),
    ).toBe('1 of 1 cell in sight');
  });

  test('says of what follows an open fold that it is not of it', () => {
    expect(afterWords(heads.slice(0, 1), 'heads')).toBe('1 head at the other end');
    expect(afterWords(heads.slice(0, 2), 'cells')).toBe('2 cells at the other end');
  });

  test('folds nothing where no head is called, or one alone is not', () => {
    expect(lines({ heads: ranked([null, null, null]) })).toEqual(['1', '2', '3']);
    expect(lines({ heads: ranked(['first', null]) })).toEqual(['1', '2']);
  });

  test('folds those of which there is nothing to see, also where no head is called', () => {
    const same = ranked([null, null, null]).map((head) => ({ ...head, folds: true }));
    expect(lines({ heads: same })).toEqual(['fold 3']);
    expect(lines({ heads: same, middle: true })).toEqual(['fold 3', '1', '2', '3']);
    expect(lines({ heads: same, selected: { layer: 0, head: 1 } })).toEqual(['fold 3', '2']);
    expect(lines({ heads: [...ranked([null]), ...same.slice(1)] })).toEqual(['1', 'fold 2']);
  });

  test('in another order has the fold on top, and under it one order', () => {
    const turned = heads.toReversed();
    const onTop = (middle: boolean, selected: number | null = null) =>
      words(
        foldedOnTop({
          heads: turned,
          middle,
          selected: selected === null ? null : { layer: 0, head: selected },
        }),
      );
    expect(onTop(false)).toEqual(['fold 3', '5', '2', '1']);
    expect(onTop(false, 3)).toEqual(['fold 3', '5', '4', '2', '1']);
    expect(onTop(true)).toEqual(['fold 3', '6', '5', '4', '3', '2', '1']);
    expect(words(foldedOnTop({ heads: ranked([null, null]), middle: false, selected: null }))).toEqual([
      '1',
      '2',
    ]);
  });

  test('shows both ends where more heads are called than there is room for', () => {
    const many = ranked(Array.from({ length: 144 }, (_, index) => (index < 100 ? 'first' : 'last')));
    const shown = lines({ heads: many, room: 22 });
    expect(shown).toHaveLength(21);
    expect(shown[0]).toBe('1');
    expect(shown.at(-1)).toBe('144');
    expect(shown).toContain('fold 124');
  });
});
