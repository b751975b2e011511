/**
 * What a model loses on each token of some texts when one head is taken away: texts, heads and methods are rows of the same
 * batches. docs/science.md, _Ablation_.
 */
import type { AblationMethod } from '../../../../core/analyses/ablation/methods.ts';
import { zHook } from '../../../../core/architectures/hook-names.ts';
import { checkFinite } from '../../inference/not-finite.ts';
import { release } from '../../inference/release.ts';
import type { Replacement } from '../../inference/replacement.ts';
import { lossesOf } from '../../inference/targets.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { passesOf } from '../passes.ts';
import {
  type AblatedModel,
  type AblatedText,
  foretoldPositions,
  PASS,
  rowsOf,
  targetsOf,
} from './ablated-text.ts';
import { type CleanRun, cleanRuns, meanOfHead, replacingNothing } from './clean-run.ts';

/** One head taken away in one way. */
export interface AblationCell {
  readonly layer: number;
  readonly head: number;
  readonly method: AblationMethod;
}

/** What methods put in that comes from other texts. */
export interface AblationSources {
  /** For `mean_set`: the mean of what the heads of each layer read out, [head, dHead] by layer. */
  readonly setMeans?: readonly Float32Array[] | undefined;
  /** For `resample`: another text for each text. Where it is shorter, it starts over. */
  readonly donors?: readonly AblatedText[] | undefined;
}

/** Of one text. */
export interface TokenLosses {
  /** Positions of the tokens that are foretold, ascending: 1 … n - 1 of a decoder, those masked of an encoder. */
  readonly positions: readonly number[];
  /** [position] nats, nothing taken away. */
  readonly clean: Float64Array;
  /** [position] nats more than that, of each cell in the order given. */
  readonly increases: readonly Float64Array[];
}

interface Row {
  readonly text: number;
  readonly cell: AblationCell;
}

/**
 * The loss on each token with a head's z replaced at all positions, less the clean loss.
 * @param texts each with a token to foretell: two tokens or more for a decoder, a masked one for an encoder
 * @param cells those of a layer next to each other, so that each pass replaces in few layers
 * @returns of each text, in the order given
 * @throws PairlensError ACTIVATION_NOT_FINITE; as LoadedModel.runVariant
 */
export async function ablatedTokenLosses(
  ablated: AblatedModel,
  texts: readonly AblatedText[],
  cells: readonly AblationCell[],
  sources: AblationSources = {},
): Promise<TokenLosses[]> {
  const { model, maskId, signal } = ablated;
  const clean = await cleanRuns(ablated, texts, layersOf(cells, 'mean_row'));
  const resampled = layersOf(cells, 'resample');
  const donors = resampled.length > 0 ? await cleanRuns(ablated, sources.donors ?? [], resampled) : [];
  const materials: Materials = { clean, donors, setMeans: sources.setMeans ?? [], ...model.dimensions };
  const textOf = ({ text }: Row) => texts[text] as AblatedText;
  const losses: number[][] = [];
  const rows = texts.flatMap((_, text) => cells.map((cell) => ({ text, cell })));
  for (const pass of passesOf(rows, (row) => textOf(row).ids.length, model.dimensions, PASS)) {
    signal?.throwIfAborted();
    const own = pass.map(textOf);
    const targets = targetsOf(own);
    const replacements = new Map<string, Replacement>(replacingNothing(model.dimensions.layers));
    for (const layer of new Set(pass.map(({ cell }) => cell.layer)))
      replacements.set(zHook(layer), replacementIn(layer, pass, materials));
    const outputs = await model.runVariant(rowsOf(own, maskId), ['loss'], { replacements, targets });
    checkFinite('text', outputs);
    losses.push(...lossesOf(outputOf(outputs, 'loss'), targets));
    release(outputs.values());
  }
  return texts.map((text, index) => {
    const without = Float64Array.from(clean[index]?.losses ?? []);
    const increases = cells.map((_, cell) =>
      without.map((loss, at) => (losses[index * cells.length + cell]?.[at] ?? Number.NaN) - loss),
    );
    return { positions: foretoldPositions(text), clean: without, increases };
  });
}

function layersOf(cells: readonly AblationCell[], of: AblationMethod): number[] {
  return [...new Set(cells.filter(({ method }) => method === of).map(({ layer }) => layer))];
}

/** What is put in is made of. */
interface Materials {
  /** By text. */
  readonly clean: readonly CleanRun[];
  readonly donors: readonly CleanRun[];
  /** By layer. */
  readonly setMeans: readonly Float32Array[];
  readonly heads: number;
  readonly dHead: number;
}

/** What is put in in one layer, row by row: nothing in the rows whose head is of another one. */
function replacementIn(layer: number, pass: readonly Row[], materials: Materials): Replacement {
  const { heads, dHead } = materials;
  const values = pass.map((row) => (row.cell.layer === layer ? valuesOf(row, materials) : null));
  const mask = new Uint8Array(pass.length * heads);
  pass.forEach(({ cell }, row) => {
    if (cell.layer === layer) mask[row * heads + cell.head] = 1;
  });
  // The same at all positions, unless a row has values of its own for each.
  const positions = Math.max(1, ...values.map((own) => (own?.length ?? 0) / dHead));
  const length =
    positions === 1 ? 1 : Math.max(...pass.map(({ text }) => materials.clean[text]?.tokens ?? 0));
  const data = new Float32Array(pass.length * length * dHead);
  values.forEach((own, row) => {
    if (own === null) return;
    for (let position = 0; position < length; position++)
      data.set(
        own.length === dHead ? own : own.subarray(position * dHead, (position + 1) * dHead),
        (row * length + position) * dHead,
      );
  });
  return {
    mask: { dims: [pass.length, 1, heads, 1], data: mask },
    values: { dims: [pass.length, length, 1, dHead], data },
  };
}

/** [dHead], or [position, dHead] where it is not the same at all positions. */
function valuesOf({ text, cell: { layer, head, method } }: Row, materials: Materials): Float32Array {
  const { clean, donors, setMeans, heads, dHead } = materials;
  switch (method) {
    case 'zero':
      return new Float32Array(dHead);
    case 'mean_row':
      return meanOfHead(zOf(clean[text], layer), head, materials);
    case 'mean_set':
      return slice(setMeans[layer], 'the mean over the set', head * dHead, dHead);
    case 'resample': {
      const { tokens = 0 } = clean[text] ?? {};
      const donor = zOf(donors[text], layer);
      const width = heads * dHead;
      const values = new Float32Array(tokens * dHead);
      for (let position = 0; position < tokens; position++) {
        const from = ((position * width) % donor.length) + head * dHead;
        values.set(donor.subarray(from, from + dHead), position * dHead);
      }
      return values;
    }
  }
}

function zOf(run: CleanRun | undefined, layer: number): Float32Array {
  const z = run?.z.get(layer);
  if (z === undefined || z.length === 0) throw new RangeError(`nothing was read of layer ${layer}`);
  return z;
}

function slice(values: Float32Array | undefined, what: string, from: number, length: number): Float32Array {
  if (values === undefined) throw new RangeError(`${what} is missing`);
  return values.subarray(from, from + length);
}
