/** A map of the values of one head on one input. */
import { patternHook, zHook } from '../../../core/architectures/hook-names.ts';
import { writeSafetensors } from '../../../core/checkpoints/safetensors.ts';
import { isLayerNorm } from '../../../core/analyses/norms/layer-norms.ts';
import { valueMap, type ValueMapChoice } from '../../../core/metrics/value-map.ts';
import type { Token, ValueKind, ValueProbe } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { checkFinite } from '../inference/not-finite.ts';
import { release } from '../inference/release.ts';
import { layerNormMaps } from './layer-norms.ts';
import type { LoadedModel } from './library.ts';
import { idsOf, tokensOf } from './pattern-probe.ts';
import { computeValues, valueNormsOfHead } from './value-norms.ts';

/**
 * @returns the bytes of a safetensors file: `values`, float32 [n, n], the map of the kind that is asked for
 * @throws what {@link valuesOn} throws
 */
export async function probeValues(model: LoadedModel, input: ValueProbe): Promise<Uint8Array<ArrayBuffer>> {
  const { tokens, values } = await valuesOn(model, input);
  const shape = [tokens.length, tokens.length];
  return writeSafetensors(new Map([['values', { shape, data: values }]]), { causal: `${model.causal}` });
}

/** @throws PairlensError NOT_FOUND */
export function checkHead(
  { name, dimensions: { layers, heads } }: Pick<LoadedModel, 'name' | 'dimensions'>,
  { layer, head }: { readonly layer: number; readonly head: number },
): void {
  if (layer < layers && head < heads) return;
  throw new PairlensError(
    'NOT_FOUND',
    `${name} has no head ${head} in layer ${layer}: it has ${layers} layers of ${heads} heads, counted from 0`,
    { layer, head, layers, heads },
  );
}

export interface ProbedValues {
  readonly tokens: readonly Token[];
  /** [n, n] (query, key); NaN where undefined. */
  readonly values: Float32Array;
}

/**
 * @throws PairlensError NOT_FOUND for a head that the model does not have; TOKENIZER_MISSING, SENTENCE_TOO_LONG,
 *   INPUT_INVALID, INFERENCE_FAILED, ACTIVATION_NOT_FINITE
 */
export async function valuesOn(model: LoadedModel, input: ValueProbe): Promise<ProbedValues> {
  const { layer, head, values: kind } = input;
  const { heads, dHead } = model.dimensions;
  checkHead(model, input);
  const ids = idsOf(model, input);
  const n = ids.length;
  const activations = await model.run({ inputIds: [ids] }, [patternHook(layer), zHook(layer)]);
  checkFinite('input', activations);
  const pattern = activations.get(patternHook(layer));
  const z = activations.get(zHook(layer));
  if (pattern === undefined || z === undefined)
    throw new PairlensError('INTERNAL', `the model gave nothing for layer ${layer}`);
  const onInput = {
    tokens: n,
    dHead,
    weights: pattern.data.slice(head * n * n, (head + 1) * n * n),
    z: { data: z.data, offset: head * dHead, rowStride: heads * dHead },
  };
  const choice = await choiceOf(model, ids, kind, { layer, head });
  const values = valueMap(onInput, choice);
  release(activations.values());
  return { tokens: tokensOf(model, input, ids), values };
}

async function choiceOf(
  model: LoadedModel,
  ids: number[],
  kind: ValueKind,
  { layer, head }: { readonly layer: number; readonly head: number },
): Promise<ValueMapChoice> {
  if (kind === 'weight_norm') return { kind, norms: await normsOf(model, ids, layer, head) };
  if (!isLayerNorm(kind)) return { kind };
  const [norms = new Float32Array()] = await layerNormMaps(model, [ids], layer, kind);
  return { kind, norms };
}

async function normsOf(
  model: LoadedModel,
  ids: number[],
  layer: number,
  head: number,
): Promise<Float64Array> {
  const [values] = await computeValues(model, { inputIds: [ids] });
  if (values === undefined) throw new PairlensError('INTERNAL', 'the model gave no values');
  return valueNormsOfHead(model, values, layer, head);
}
