import { describe, expect, it } from 'vitest';
import { randomSource } from '../../statistics/random.ts';
import { controlOfTrial, planTrials, SETUP_KEYS, SETUPS, trialOf, trialTokens } from './trials.ts';

const SPECIAL = { cls: 1, sep: 2, mask: 3 };
/** R = 10 11 12 13 14, and what stands in its place in the control. */
const DRAWN = { copy: [10, 11, 12, 13, 14], others: [20, 21, 22, 23, 24], place: 2 };
const IN_ORDER = [0, 1, 2, 3, 4];

describe('trials by hand', () => {
  it('standard: [CLS] R [SEP] R, the third token of the second R masked', () => {
    const plan = { length: 5, layout: 'standard', special: SPECIAL } as const;
    expect(trialOf(plan, 'standard', { ...DRAWN, order: IN_ORDER })).toEqual({
      setup: 'standard',
      ids: [1, 10, 11, 12, 13, 14, 2, 10, 11, 3, 13, 14],
      control: [1, 20, 21, 22, 23, 24, 2, 10, 11, 3, 13, 14],
      masked: 9,
      token: 12,
      keys: { first_copy: 3, before_first_copy: 2, after_first_copy: 4 },
    });
  });

  it('chen: [SEP] R R', () => {
    const plan = { length: 5, layout: 'chen', special: SPECIAL } as const;
    expect(trialOf(plan, 'standard', { ...DRAWN, order: IN_ORDER })).toMatchObject({
      ids: [2, 10, 11, 12, 13, 14, 10, 11, 3, 13, 14],
      control: [2, 20, 21, 22, 23, 24, 10, 11, 3, 13, 14],
      masked: 8,
      keys: { first_copy: 3, before_first_copy: 2, after_first_copy: 4 },
    });
  });

  it('shuffled: what stands around [MASK] was elsewhere in the first copy', () => {
    const plan = { length: 5, layout: 'standard', special: SPECIAL } as const;
    // 13 11 [12 masked] 14 10: before [MASK] 11, which 12 followed; after it 14, which 13 preceded.
    expect(trialOf(plan, 'shuffled', { ...DRAWN, order: [3, 1, 2, 4, 0] })).toMatchObject({
      ids: [1, 10, 11, 12, 13, 14, 2, 13, 11, 3, 14, 10],
      token: 12,
      keys: {
        first_copy: 3,
        before_first_copy: 2,
        after_first_copy: 4,
        after_copy_of_token_before: 3,
        before_copy_of_token_after: 4,
      },
    });
  });

  it.each([
    ['standard', [1, 10, 11, 12, 13, 14, 2, 10, 11, 3, 13, 14, 2, 10, 11, 12, 13, 14], 15],
    ['chen', [2, 10, 11, 12, 13, 14, 10, 11, 3, 13, 14, 10, 11, 12, 13, 14], 13],
  ] as const)('three copies, %s: the middle one is masked', (layout, ids, last) => {
    const trial = trialOf({ length: 5, layout, special: SPECIAL }, 'three_copies', {
      ...DRAWN,
      order: IN_ORDER,
    });
    expect(trial.ids).toEqual(ids);
    expect(trial.keys).toMatchObject({
      last_copy: last,
      before_last_copy: last - 1,
      after_last_copy: last + 1,
    });
    expect(trial.ids).toHaveLength(trialTokens('three_copies', layout, 5));
  });
});

const POOL = { ids: Array.from({ length: 40 }, (_, at) => 10 + at), weights: null };

describe.each(['standard', 'chen'] as const)('trials that are drawn, layout %s', (layout) => {
  const plan = { trials: 200, length: 6, layout, special: SPECIAL, pool: POOL };
  const trials = planTrials(plan, randomSource(2, 'induction-trials'));

  it('have so many of each set-up, and every key in a copy', () => {
    for (const setup of SETUPS) {
      const own = trials.filter((trial) => trial.setup === setup);
      expect(own).toHaveLength(200);
      for (const { ids, control, masked, token, keys } of own) {
        expect(Object.keys(keys).toSorted()).toEqual([...SETUP_KEYS[setup]].toSorted());
        expect(ids).toHaveLength(trialTokens(setup, layout, 6));
        expect(ids[masked]).toBe(SPECIAL.mask);
        expect(ids[keys['first_copy'] ?? 0]).toBe(token);
        for (const key of Object.values(keys)) expect(ids[key]).toBeGreaterThanOrEqual(10);
        // Nothing repeats in the control but what stands around [MASK], and that nowhere else.
        const around = control?.filter((id) => id >= 10) ?? [];
        expect(new Set(around).size).toBe(setup === 'three_copies' ? 11 : around.length);
        expect(around).not.toContain(token);
      }
    }
  });

  it('are the same for a seed, and others for another', () => {
    expect(planTrials(plan, randomSource(2, 'induction-trials'))).toEqual(trials);
    expect(planTrials(plan, randomSource(3, 'induction-trials'))).not.toEqual(trials);
  });

  it('that are given get the control that a drawn one has', () => {
    for (const trial of trials.slice(0, 3)) {
      const control = controlOfTrial(trial, 6, POOL, randomSource(1, 'induction-trials'));
      expect(control?.[trial.masked]).toBe(SPECIAL.mask);
      const kept = trial.control?.map((id, at) => id === trial.ids[at]);
      expect(control?.map((id, at) => id === trial.ids[at])).toEqual(kept);
    }
    const odd = { setup: 'standard', ids: [1, 10, 3], masked: 2 } as const;
    expect(controlOfTrial(odd, 6, POOL, randomSource(1, 'induction-trials'))).toBeNull();
  });
});
