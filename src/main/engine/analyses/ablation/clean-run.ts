/** What a model computes of texts with nothing taken away: what its heads read out, and its losses. */
import { zHook } from '../../../../core/architectures/hook-names.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import { noReplacement } from '../../inference/replacement.ts';
import { lossesOf } from '../../inference/targets.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { passesOf } from '../passes.ts';
import { type AblatedModel, type AblatedText, PASS, rowsOf, targetsOf } from './ablated-text.ts';

/** Of one text of n tokens. */
export interface CleanRun {
  readonly tokens: number;
  /** What the heads of a layer read out, [n, head, dHead], by layer. */
  readonly z: ReadonlyMap<number, Float32Array>;
  /** Nats, of its tokens that are foretold, by position. */
  readonly losses: readonly number[];
}

/**
 * @param layers whose z is read
 * @returns of each text, in the order given
 * @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.runVariant
 */
export async function cleanRuns(
  { model, maskId }: AblatedModel,
  texts: readonly AblatedText[],
  layers: readonly number[],
): Promise<CleanRun[]> {
  const { heads, dHead } = model.dimensions;
  const replacements = replacingNothing(model.dimensions.layers);
  const runs: CleanRun[] = [];
  for (const pass of passesOf(texts, ({ ids }) => ids.length, model.dimensions, PASS)) {
    const targets = targetsOf(pass);
    const hooks = [...layers.map(zHook), 'loss'];
    const outputs = await model.runVariant(rowsOf(pass, maskId), hooks, { replacements, targets });
    checkFinite('text', outputs);
    const losses = lossesOf(outputOf(outputs, 'loss'), targets);
    const length = Math.max(...pass.map(({ ids }) => ids.length));
    const cut = (layer: number, row: number, tokens: number) =>
      outputOf(outputs, zHook(layer)).data.slice(
        row * length * heads * dHead,
        (row * length + tokens) * heads * dHead,
      );
    for (const [row, { ids }] of pass.entries())
      runs.push({
        tokens: ids.length,
        z: new Map(layers.map((layer) => [layer, cut(layer, row, ids.length)])),
        losses: losses[row] ?? [],
      });
    release(outputs.values());
  }
  return runs;
}

/** In the graph that can replace what any head reads out: the one that ablations run in, and nothing else is opened. */
export function replacingNothing(layers: number) {
  return new Map(Array.from({ length: layers }, (_, layer) => [zHook(layer), noReplacement(4)] as const));
}

/** Mean over positions of what one head reads out, [dHead]; summed in float64. */
export function meanOfHead(
  z: Float32Array,
  head: number,
  { heads, dHead }: { readonly heads: number; readonly dHead: number },
): Float32Array {
  const sums = new Float64Array(dHead);
  const width = heads * dHead;
  for (let from = head * dHead; from < z.length; from += width)
    for (let at = 0; at < dHead; at++) sums[at] = (sums[at] as number) + (z[from + at] as number);
  return Float32Array.from(sums, (sum) => (sum * width) / z.length);
}
