/** From what was measured on each sequence, trial and text to what the analysis comes to. L layers, H heads. */
import { type Gathered, gatherParts, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import type { InductionOptions } from './options.ts';

/** So many values of single items are kept of a quantity; of more items the means alone. */
const MOST_BY_ITEM = 2_000_000;

/** What is drawn of one trial is not averaged. */
const isDrawn = (name: string) => name.startsWith('trial_');

/**
 * @param parts of each item what engine/analyses/induction measures: numbers by [layer, head], by [position], and single ones
 * @param constants what else the result holds, by name
 * @returns (docs/science.md, section 4), each name after `induction.`: the mean of every number over the items that have it, with
 *   `…_interval`, `…_n`, and `…_p`, `…_q` of differences, against 0 by sign flips, q over all heads; the numbers of single items
 *   as `…_by_sequence`, `…_by_trial`, `…_by_text` [item, …]; `loss_by_position` [sequence, position]; `trial_ids`,
 *   `trial_pattern` of the first; `margin` and the constants. It yields the share that is done, in steps of some tens of milliseconds.
 */
export function* combineInduction(
  parts: Iterable<PartOfItem>,
  constants: Readonly<Record<string, number>>,
  { seed, margin }: Pick<InductionOptions, 'seed' | 'margin'>,
): Generator<number, NamedTensors, void> {
  const result = new Map<string, NamedTensor>();
  const put = (name: string, tensor: NamedTensor) => result.set(`induction.${name}`, tensor);
  for (const { part } of parts) {
    for (const [name, tensor] of part) if (isDrawn(name)) put(name, tensor);
    break;
  }
  const gathered = yield* gathering(parts);
  let done = 0;
  for (const [name, numbers] of gathered) {
    const steps = itemMeans(name, numbers, { ...natureOf(name), seed });
    for (;;) {
      const step = steps.next();
      if (step.done !== true) {
        yield GATHERING + ((1 - GATHERING) * (done + step.value)) / gathered.size;
        continue;
      }
      for (const [own, tensor] of step.value) put(own, tensor);
      break;
    }
    if (numbers.values.length <= MOST_BY_ITEM) put(nameByItem(name), byItem(name, numbers));
    done += 1;
  }
  for (const [name, value] of Object.entries({ ...constants, margin })) put(name, scalar(value));
  return result;
}

/** Share of the work that reading the parts is. */
const GATHERING = 0.05;

function* gathering(parts: Iterable<PartOfItem>): Generator<number, Map<string, Gathered>, void> {
  const steps = gatherParts(parts, (name) => !isDrawn(name));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield 0;
  }
}

/** What values of a quantity can be, and whether they are tested against 0. */
function natureOf(name: string): {
  readonly range: readonly [number | null, number | null];
  readonly signed: boolean;
} {
  if (name === 'difference' || name === 'natural_lift') return { range: [-1, 1], signed: true };
  if (name === 'loss_difference' || name === 'icl.score') return { range: [null, null], signed: true };
  return { range: name.includes('loss') ? [0, null] : [0, 1], signed: false };
}

/** What an item of this quantity is. */
function itemOf(name: string): 'trial' | 'text' | 'sequence' {
  if (/^(standard|shuffled|three_copies)\./.test(name)) return 'trial';
  return /^(natural|icl)/.test(name) ? 'text' : 'sequence';
}

function nameByItem(name: string): string {
  return name === 'loss' || name === 'control_loss' ? `${name}_by_position` : `${name}_by_${itemOf(name)}`;
}

function byItem(name: string, { axes, shape, positions, values }: Gathered): NamedTensor {
  const sizes = Object.fromEntries(axes.map((axis, at) => [axis, shape[at] ?? 0]));
  return namedTensor({ [itemOf(name)]: positions.length, ...sizes }, values);
}
