/** Results of effects, as tests make them. */
import { storedEffect } from '../stored-effect.ts';
import { namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import { type Changes, encodeChanges } from './changes.ts';
import { countStates } from '../pair-states.ts';

/** [mean, low, high, q] of an effect; then of a change, with what is said of it. */
export type ExampleHead = readonly [
  effect: readonly [mean: number, low: number, high: number, q: number],
  change: readonly [value: number, low: number, high: number, verdict: Changes['heads'][number]['verdict']],
];

/** One layer of heads, by `patch`, of 40 pairs and one that was left out. */
export function exampleEffects(heads: readonly ExampleHead[], comparison: Changes['comparison'] = 'paired') {
  const sizes = { layer: 1, head: heads.length };
  const of = (pick: (head: ExampleHead) => number) => namedTensor(sizes, Float64Array.from(heads, pick));
  const changes: Changes = {
    metric: 'attention_js_divergence',
    comparison,
    heads: heads.map(([, [value, low, high, verdict]], head) => ({
      layer: 0,
      head,
      verdict,
      n: 39,
      value,
      low,
      high,
      q: 0.01,
    })),
  };
  const ends = heads.flatMap(([[, low, high]]) => [low, high]);
  const result: NamedTensors = new Map([
    ['effects.patch', of(([[mean]]) => mean)],
    ['effects.patch_interval', namedTensor({ ...sizes, end: 2 }, Float64Array.from(ends))],
    ['effects.patch_n', of(() => 40)],
    ['effects.patch_p', of(([[, , , q]]) => q)],
    ['effects.patch_q', of(([[, , , q]]) => q)],
    ['effects.margin', scalar(0.03)],
    ['effects.states', countStates([...Array.from({ length: 40 }, () => 'measured' as const), 'not apart'])],
    ['effects.unaligned_counterfactual', scalar(41)],
    [
      'effects.effect',
      storedEffect({ kind: 'pooled', position: 'last', pooling: 'mean', toward: 'original', least: 0.02 }),
    ],
    ...encodeChanges(changes, { layers: 1, heads: heads.length }),
  ]);
  return { result, changes };
}
