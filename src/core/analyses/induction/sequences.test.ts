import { describe, expect, it } from 'vitest';
import { randomSource } from '../../statistics/random.ts';
import { tokenDrawer } from './draw-tokens.ts';
import { controlOf, planSequences, type SequencePlan } from './sequences.ts';

const PLAN: SequencePlan = {
  sequences: 40,
  length: 5,
  bos: 3,
  pool: { ids: [1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], weights: null },
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
    expect([...drawn].toSorted((a, b) => a - b)).toEqual(PLAN.pool.ids);
    const odd = { ids: PLAN.pool.ids, weights: null, accepts: (id: number) => id % 2 === 1 };
    const oddOnly = new Set(planned({ length: 4, pool: odd }).flatMap(({ control }) => control.slice(1)));
    expect([...oddOnly].toSorted((a, b) => a - b)).toEqual([1, 5, 9, 11, 13, 15, 17, 19]);
    expect(() => planned({ length: 5, pool: odd })).toThrow('8 ids to draw from are fewer than 10');
  });

  it('draw evenly: each of 17 ids is in R of 1 sequence in 17 / 5', () => {
    const sequences = planned({ sequences: 4000 });
    for (const id of PLAN.pool.ids) {
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

describe('tokens that are drawn as often as they stand in texts', () => {
  const drawer = (weights: readonly number[]) =>
    tokenDrawer({ ids: weights.map((_, at) => 10 + at), weights }, randomSource(1, 'induction-sequences'));

  it('come first by their share', () => {
    const draw = drawer([6, 3, 1]);
    const firsts = Array.from({ length: 6000 }, () => draw(1)[0]);
    [0.6, 0.3, 0.1].forEach((share, at) => {
      const own = firsts.filter((id) => id === 10 + at).length / 6000;
      expect(Math.abs(own - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 6000));
    });
  });

  it('come second by their share of what is left', () => {
    const draw = drawer([6, 3, 1]);
    const pairs = Array.from({ length: 8000 }, () => draw(2)).filter(([first]) => first === 10);
    const share = pairs.filter(([, second]) => second === 11).length / pairs.length;
    expect(Math.abs(share - 3 / 4)).toBeLessThan(5 * Math.sqrt(3 / 16 / pairs.length));
  });

  it('come all, none twice, however rare', () => {
    const draw = drawer([1_000_000, 1, 1, 1]);
    for (let at = 0; at < 20; at++) expect([...draw(4)].toSorted()).toEqual([10, 11, 12, 13]);
    expect(() => draw(5)).toThrow('4 ids to draw from are fewer than 5');
  });
});

it('the control of a sequence that is given has others in the place of its second copy', () => {
  const pool = { ids: [1, 2, 3, 4, 5, 6], weights: null };
  const random = randomSource(1, 'induction-sequences');
  const control = controlOf([0, 1, 2, 1, 2], pool, random);
  expect(control?.slice(0, 3)).toEqual([0, 1, 2]);
  expect(new Set(control).size).toBe(5);
  // Of two tokens that are in no copy there is one.
  expect(controlOf([0, 1, 2, 1, 2], { ids: [1, 2, 3], weights: null }, random)).toBeNull();
});
