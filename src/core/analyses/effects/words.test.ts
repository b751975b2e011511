import { describe, expect, it } from 'vitest';
import { finish } from '../../statistics/steps.ts';
import { combineHeadEffects, partOfEffects } from './combine.ts';
import { encodeChanges } from './changes.ts';
import { countStates } from '../pair-states.ts';
import { exampleEffects, type ExampleHead } from './result.example.ts';
import { effectsFindings } from './words.ts';

const FOR = [0.2, 0.15, 0.25, 0.001] as const;
const AGAINST = [-0.4, -0.45, -0.35, 0.001] as const;
const NOTHING = [0, -0.01, 0.01, 0.9] as const;
const MORE = [0.1, 0.05, 0.15, 'more'] as const;
const NOT = [0, -0.01, 0.01, 'not'] as const;

describe('effects in words', () => {
  it('heads that work against it matter, too, and are counted; the largest effect may be one of them', () => {
    const heads: ExampleHead[] = [
      [FOR, MORE],
      [AGAINST, MORE],
      [NOTHING, MORE],
      [AGAINST, NOT],
    ];
    const [headline, largest] = effectsFindings(exampleEffects(heads).result);
    expect(headline).toBe(
      'Of the 3 heads that change more, 2 matter for the sentence vector (mean over its tokens), 1 of them working against it and 1 does not; 1 matters without a change that counts, working against it.',
    );
    expect(largest).toMatch(/^L0 H1 has the largest effect, −0\.400 \[−0\.450, −0\.350\] of the way/);
  });

  it('of a run that was not over it begins with how much of it there was', () => {
    const { result, changes } = exampleEffects([[FOR, MORE]]);
    const part = { done: 17, total: 547 };
    const ofPart = new Map([...result, ...encodeChanges({ ...changes, part }, { layers: 1, heads: 1 })]);
    const [headline, ...further] = effectsFindings(ofPart);
    expect(headline).toBe(`So far, after 17 of 547 pairs: ${effectsFindings(result)[0]}`);
    expect(further.at(-1)).toMatch(/^The run is not over: 17 pairs of 547 are measured/);
  });

  it('heads that matter and change less than their control are no heads that do not change', () => {
    const less = [-0.02, -0.03, -0.01, 'less'] as const;
    const said = (heads: ExampleHead[]) => effectsFindings(exampleEffects(heads).result)[0];
    expect(
      said([
        [FOR, MORE],
        [FOR, less],
        [AGAINST, less],
        [FOR, NOT],
      ]),
    ).toBe(
      'Of the 1 head that changes more, 1 matters for the sentence vector (mean over its tokens) and 0 do not; 2 matter and change less than their neutral, 1 of them working against it, and 1 matters without a change that counts.',
    );
    expect(said([[FOR, less]])).toBe(
      'None of 1 head is known to change more than its neutral; 1 matters and changes less than its neutral, and none matters without a change that counts.',
    );
  });

  it('without a control set it counts both ways and says that effects have no control', () => {
    const heads: ExampleHead[] = [
      [FOR, [0.1, 0.05, 0.15, 'untested']],
      [AGAINST, [0.1, 0.05, 0.15, 'untested']],
      [NOTHING, [0.1, 0.05, 0.15, 'untested']],
    ];
    const findings = effectsFindings(exampleEffects(heads, 'none').result);
    expect(findings[0]).toMatch(
      /^2 of 3 heads matter for the sentence vector \(mean over its tokens\), 1 of them working against it; nothing was compared/,
    );
    expect(findings).toContain(
      'Effects have no control of their own: a share is of the difference between the two statements of each pair, whatever made it.',
    );
  });

  it('says so where every pair was left out, with the reasons', () => {
    const unaligned = { original: 0, counterfactual: 0 };
    const parts = (['same', 'too long'] as const).map((state, position) => ({
      position,
      part: partOfEffects({ layers: 1, heads: 2 }, ['patch'], { state, shares: null, unaligned }),
    }));
    const result = new Map([
      ...finish(combineHeadEffects(parts, ['patch'], null, { seed: 0, margin: 0.03 })),
      ['effects.states', countStates(['same', 'too long'], 3)] as const,
    ]);
    expect(effectsFindings(result)).toEqual([
      'Nothing was patched: n = 0 pairs; left out: 1 whose statements are the same to the tokenizer, 1 too long for the model, 1 on which the model failed.',
    ]);
  });
});
