/** From the scores of each pair to means with intervals. L layers, H heads. */
import { gatherParts, type PartOfItem } from '../gather-parts.ts';
import { itemMeans } from '../item-means.ts';
import { type NamedTensor, type NamedTensors, scalar } from '../named-tensor.ts';
import type { CatalogueOptions } from './options.ts';
import { type Measure, MEASURES } from './scores.ts';

/** Direct effects are logits, which have no bounds; the others are shares of attention. */
const OF_LOGITS: readonly Measure[] = ['direct_effect', 'own_name'];

/**
 * @param cluster number of the cluster of a pair, by its place in the plan
 * @param leftOut pairs of the set that the scores are not defined for
 * @returns of each of MEASURES `catalogue.NAME`, `_control` and `_difference` [L, H], each with `_interval` and `_n`, the last with `_p` and `_q`;
 *   `logit_difference` with `_interval`, `_n`; `right`, the share of pairs in which it is above 0; `left_out`, and the margins
 *   `attention` and `effect`. It yields the share that is done.
 */
export function* combineCatalogue(
  parts: Iterable<PartOfItem>,
  { attention, effect, seed }: CatalogueOptions,
  { cluster, leftOut }: { readonly cluster: (position: number) => number; readonly leftOut: number },
): Generator<number, NamedTensors, void> {
  const names = MEASURES.flatMap((name) => [name, `${name}_control`, `${name}_difference`]);
  const result = new Map<string, NamedTensor>();
  const wanted = [...names, 'logit_difference'];
  for (const [at, name] of wanted.entries()) {
    yield at / wanted.length;
    const gathering = gatherParts(parts, (one) => one === name);
    let step = gathering.next();
    for (; step.done !== true; step = gathering.next()) yield at / wanted.length;
    const gathered = step.value.get(name);
    if (gathered === undefined) continue;
    const isOfLogits = name === 'logit_difference' || OF_LOGITS.some((one) => name.startsWith(one));
    const isSigned = name.endsWith('_difference') || isOfLogits;
    const means = itemMeans(name === 'logit_difference' ? name : `catalogue.${name}`, gathered, {
      range: isOfLogits ? [null, null] : isSigned ? [-1, 1] : [0, 1],
      signed: isSigned,
      seed,
      cluster,
    });
    let mean = means.next();
    for (; mean.done !== true; mean = means.next()) yield (at + mean.value) / wanted.length;
    for (const [tensor, values] of mean.value) result.set(tensor, values);
    if (name !== 'logit_difference') continue;
    const right = gathered.values.filter((value) => value > 0).length;
    result.set('right', scalar(right / gathered.values.length));
  }
  result.set('left_out', scalar(leftOut));
  result.set('attention', scalar(attention));
  result.set('effect', scalar(effect));
  return result;
}
