/** The keys that a head would have if one head before it wrote its mean, and everybody else read what that head writes. */
import { blockName, zHook } from '../../../core/architectures/hook-names.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { PlacedHead } from '../../../shared/circuits.ts';
import type { Activation } from '../inference/hooked-session.ts';
import type { LoadedModel } from '../models/library.ts';

/**
 * Path ablation along the residual stream: the sender's output less its mean over the text is taken from what the receiver's
 * keys are made of, through the receiver's normalisation, where it has one. Queries, values and all other heads stay.
 * @param clean one row, with hook_z of the sender and hook_resid_pre of the receiver
 * @returns [1, n, 1, d_head] the receiver's keys
 */
export async function keysWithoutHead(
  { weights, config, dimensions }: Pick<LoadedModel, 'weights' | 'config' | 'dimensions'>,
  clean: ReadonlyMap<string, Activation>,
  sender: PlacedHead,
  receiver: PlacedHead,
): Promise<Activation> {
  const { dModel, dHead, heads } = dimensions;
  const z = clean.get(zHook(sender.layer));
  const stream = clean.get(`${blockName(receiver.layer)}.hook_resid_pre`);
  if (z === undefined || stream === undefined)
    throw new PairlensError('INTERNAL', 'the clean run has no z and no residual stream');
  const [, n = 0] = z.dims;
  const part = async (name: string, place: number, size: number) =>
    (await weights.read(name)).data.subarray(place * size, (place + 1) * size);
  const size = dModel * dHead;
  const output = await part(`${blockName(sender.layer)}.attn.W_O`, sender.head, size);
  const read = `${blockName(receiver.layer)}.attn`;
  const key = await part(`${read}.W_K`, receiver.head, size);
  const bias = weights.has(`${read}.b_K`) ? await part(`${read}.b_K`, receiver.head, dHead) : null;
  const ln = `${blockName(receiver.layer)}.ln1`;
  const norm = weights.has(`${ln}.w`)
    ? {
        gain: (await weights.read(`${ln}.w`)).data,
        shift: (await weights.read(`${ln}.b`)).data,
        epsilon: Number(config['layer_norm_eps'] ?? 1e-5),
      }
    : null;
  const zAt = (position: number, at: number) => z.data[(position * heads + sender.head) * dHead + at] ?? 0;
  const mean = Float64Array.from({ length: dHead }, (_, at) => {
    let sum = 0;
    for (let position = 0; position < n; position++) sum += zAt(position, at);
    return sum / n;
  });
  const keys = new Float32Array(n * dHead);
  for (let position = 0; position < n; position++) {
    const row = Float64Array.from(stream.data.subarray(position * dModel, (position + 1) * dModel));
    for (let at = 0; at < dHead; at++) {
      const away = zAt(position, at) - (mean[at] ?? 0);
      for (let axis = 0; axis < dModel; axis++)
        row[axis] = (row[axis] ?? 0) - away * (output[at * dModel + axis] ?? 0);
    }
    const normalised = norm === null ? row : layerNorm(row, norm);
    for (let at = 0; at < dHead; at++) {
      let sum = bias?.[at] ?? 0;
      for (let axis = 0; axis < dModel; axis++)
        sum += (normalised[axis] ?? 0) * (key[axis * dHead + at] ?? 0);
      keys[position * dHead + at] = sum;
    }
  }
  return { dims: [1, n, 1, dHead], data: keys };
}

function layerNorm(
  row: Float64Array,
  {
    gain,
    shift,
    epsilon,
  }: { readonly gain: Float32Array; readonly shift: Float32Array; readonly epsilon: number },
): Float64Array {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  return row.map(
    (value, axis) =>
      ((value - mean) / Math.sqrt(variance + epsilon)) * (gain[axis] ?? 1) + (shift[axis] ?? 0),
  );
}
