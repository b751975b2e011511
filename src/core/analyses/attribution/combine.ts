/** From what each text comes to, to what the attribution comes to. L layers, H heads, F neurons of a layer, N texts. */
import { furthestFromZero } from '../../statistics/furthest-from-zero.ts';
import { within } from '../../statistics/steps.ts';
import { gatherParts, type Gathered, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { type NamedTensor, namedTensor, type NamedTensors, scalar, tensorOf } from '../named-tensor.ts';
import { clustersAmong, measuredPositions } from '../too-few.ts';
import { type Component, COMPONENT_NAMES, LOGIT, SUMS, TOTAL } from './components.ts';
import type { AttributionOptions } from './options.ts';

/** So many numbers by text, layer and head are kept; of more texts the means alone. */
const MOST_BY_TEXT = 2_000_000;

/** What stands beside a component: the mean over drawn tokens, and the component less it, text by text. */
export const CONTROL = '_control';
export const DIFFERENCE = '_difference';

/** Numbers of a text that say what was explained in it; `attribution.NAME` [text]. */
export const OF_TEXT = ['position', 'target', 'tokens', 'probability', 'rank'] as const;

export interface AttributionContext {
  /** By place in the plan; null where each text is a unit. */
  readonly cluster: ((position: number) => number) | null;
  /** Of an encoder: components are shares. */
  readonly isOfShares: boolean;
}

/**
 * @param parts of each text: components by name and their SUMS, in logits, each with `NAME_control` where tokens were drawn; `sources` [role, L, H];
 *   `total`, `logit`; the numbers of OF_TEXT; and `neurons` [L, F] where they are wanted
 * @returns (docs/analyses/attribution.md) of each component `attribution.NAME` with `…_interval`, `…_n`, `…_p`, `…_q`, the same of
 *   `…_control` and `…_difference`; `attribution.heads_by_text` [text, L, H] and those of the others; `attribution.sources` [role, L, H];
 *   `attribution.neuron` [L, k] the neurons named, `attribution.neurons` [L, k] with intervals; `attribution.total`,
 *   `attribution.logit`, `attribution.largest_gap` between the two; `attribution.left_out` texts; `attribution.shares` 1 of an encoder. It yields the share that is
 *   done.
 */
export function* combineAttribution(
  parts: Iterable<PartOfItem>,
  { cluster, isOfShares }: AttributionContext,
  { seed, margin, neurons }: AttributionOptions,
): Generator<number, NamedTensors, void> {
  const result = new Map<string, NamedTensor>();
  const means = { range: [null, null] as const, signed: true, seed, cluster };
  const names = [...COMPONENT_NAMES, ...Object.keys(SUMS), TOTAL, LOGIT, 'sources'];
  const wanted = new Set([...names.flatMap((name) => [name, name + CONTROL]), ...OF_TEXT]);
  const gathered = yield* ignoring(
    gatherParts(parts, (name) => wanted.has(name)),
    0.05,
  );
  for (const [index, name] of names.entries()) {
    const own = gathered.get(name);
    if (own === undefined) continue;
    const put = function* (suffix: string, values: Gathered) {
      for (const [key, tensor] of yield* within(
        itemMeans(`attribution.${name}${suffix}`, values, means),
        0.1 + (0.7 * index) / names.length,
        0.1 + (0.7 * (index + 1)) / names.length,
      ))
        result.set(key, tensor);
    };
    yield* put('', own);
    const control = gathered.get(name + CONTROL);
    if (control !== undefined) {
      yield* put(CONTROL, control);
      yield* put(DIFFERENCE, lessControl(own, control));
    }
    if (name !== 'sources' && own.values.length <= MOST_BY_TEXT)
      result.set(`attribution.${name}_by_text`, byText(own));
  }
  for (const name of OF_TEXT) {
    const own = gathered.get(name);
    if (own !== undefined) result.set(`attribution.${name}`, byText(own));
  }
  let leftOut = 0;
  for (const { part } of parts) if (!part.has(TOTAL)) leftOut++;
  result.set('attribution.left_out', scalar(leftOut));
  const total = gathered.get(TOTAL);
  const logit = gathered.get(LOGIT);
  if (total !== undefined && logit !== undefined) {
    result.set('attribution.clusters', scalar(clustersAmong(measuredPositions(total), cluster)));
    result.set('attribution.text', namedTensor({ text: total.positions.length }, total.positions));
    result.set(
      'attribution.largest_gap',
      scalar(
        total.values.reduce((most, sum, at) => Math.max(most, Math.abs(sum - (logit.values[at] ?? NaN))), 0),
      ),
    );
  }
  if (neurons > 0) yield* neuronsOf(parts, neurons, means, result);
  // Of very many texts what each neuron adds is not kept.
  const lacksNeurons = neurons > 0 && result.has('attribution.mlp') && !result.has('attribution.neuron');
  if (lacksNeurons) result.set('attribution.neurons_left_out', scalar(1));
  result.set('attribution.margin', scalar(margin));
  result.set('attribution.shares', scalar(isOfShares ? 1 : 0));
  yield 1;
  return result;
}

/** The components that a result has. */
export function componentsOf(result: NamedTensors): Component[] {
  return COMPONENT_NAMES.filter((name) => result.has(`attribution.${name}`));
}

function lessControl(own: Gathered, control: Gathered): Gathered {
  const rows = new Map(Array.from(control.positions, (position, row) => [position, row]));
  const size = own.shape.reduce((product, length) => product * length, 1);
  const values = own.values.map((value, at) => {
    const row = rows.get(own.positions[Math.floor(at / size)] ?? -1);
    return row === undefined ? NaN : value - (control.values[row * size + (at % size)] as number);
  });
  return { ...own, values };
}

function byText({ axes, shape, positions, values }: Gathered): NamedTensor {
  const inner = Object.fromEntries(axes.map((axis, at) => [axis, shape[at] ?? 0]));
  return namedTensor({ text: positions.length, ...inner }, values);
}

/** Those of each MLP that add most on average, either way, and what they add. */
function* neuronsOf(
  parts: Iterable<PartOfItem>,
  most: number,
  means: Parameters<typeof itemMeans>[2],
  result: Map<string, NamedTensor>,
): Generator<number, void, void> {
  let sums: Float64Array | null = null;
  let shape: readonly number[] = [];
  let items = 0;
  for (const { part } of parts) {
    const own = part.get('neurons');
    if (own === undefined) continue;
    sums ??= new Float64Array(own.data.length);
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (own.data[at] as number);
    ({ shape } = own);
    if (++items % 16 === 0) yield 0.85;
  }
  if (sums === null) return;
  const [layers = 0, size = 0] = shape;
  const count = Math.min(most, size);
  const named = Int32Array.from(
    Array.from({ length: layers }, (_, layer) =>
      furthestFromZero(sums.subarray(layer * size, (layer + 1) * size), count),
    ).flat(),
  );
  const positions: number[] = [];
  const values: number[] = [];
  for (const { position, part } of parts) {
    if (!part.has('neurons')) continue;
    const { data } = tensorOf(part, 'neurons');
    positions.push(position);
    named.forEach((neuron, at) => values.push(data[Math.floor(at / count) * size + neuron] as number));
    if (positions.length % 64 === 0) yield 0.9;
  }
  const gathered = {
    axes: ['layer', 'neuron'],
    shape: [layers, count],
    positions: Int32Array.from(positions),
    values: Float64Array.from(values),
  };
  result.set('attribution.neuron', namedTensor({ layer: layers, neuron: count }, named));
  for (const [key, tensor] of yield* within(itemMeans('attribution.neurons', gathered, means), 0.9, 1))
    result.set(key, tensor);
}

function* ignoring<Result>(
  steps: Generator<unknown, Result, void>,
  done: number,
): Generator<number, Result, void> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield done;
  }
}
