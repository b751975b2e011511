import { describe, expect, it } from 'vitest';
import { randomSource } from '../../statistics/random.ts';
import { drawableIds, planSequences, type SequencePlan } from './sequences.ts';

const PLAN: SequencePlan = {
  sequences: 40,
  length: 5,
  bos: 3,
  vocabularySize: 20,
  leftOut: new Set([0, 7]),
};
const planned = (plan: Partial<SequencePlan> = {}, seed = 0) =>
  planSequences({ ...PLAN, ...plan }, randomSource(seed, 'induction-sequences'));

describe('sequences', () => {
  it('are [BOS] R R, the control [BOS] R S, nothing of which repeats', () => {
    const sequences = planned();
    expect(sequences).toHaveLength(40);
    for (const { repeated, control } of sequences) {
      const copy = repeated.slice(1, 6);
      expect(repeated).toEqual([3, ...copy, ...copy]);
      expect(control.slice(0, 6)).toEqual([3, ...copy]);
      expect(control).toHaveLength(11);
      expect(new Set(control).size).toBe(11);
    }
  });

  it('draw every id that may be drawn, and no other', () => {
    const drawn = new Set(planned({ sequences: 200 }).flatMap(({ control }) => control.slice(1)));
    expect([...drawn].toSorted((a, b) => a - b)).toEqual(drawableIds(PLAN));
    expect(drawableIds(PLAN)).toEqual([1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });

  it('draw evenly: each of 17 ids is in R of 1 sequence in 17 / 5', () => {
    const sequences = planned({ sequences: 4000 });
    for (const id of drawableIds(PLAN)) {
      const share = sequences.filter(({ repeated }) => repeated.includes(id)).length / 4000;
      // Five standard errors of a share of 4,000.
      expect(Math.abs(share - 5 / 17)).toBeLessThan(5 * Math.sqrt(((5 / 17) * (12 / 17)) / 4000));
    }
  });

  it('are the same for a seed, the first ones also when more are asked for, and others for another', () => {
    expect(planned({ sequences: 3 })).toEqual(planned().slice(0, 3));
    expect(planned({}, 1)).not.toEqual(planned());
    // These very ones: a change here is a new version of the definition.
    expect(planned({ sequences: 1 })).toEqual([
      {
        repeated: [3, 13, 8, 9, 10, 2, 13, 8, 9, 10, 2],
        control: [3, 13, 8, 9, 10, 2, 12, 17, 4, 14, 18],
      },
    ]);
  });

  it('take as many different ids as two copies have', () => {
    expect(planned({ length: 8 })[0]?.control).toHaveLength(17);
    expect(() => planned({ length: 9 })).toThrow('17 ids to draw from are fewer than 18');
  });
});
