/** What is put in, as the inputs of one forward pass whose rows have a cell each. */
import { HOOK_PLACES } from '../../../../core/analyses/patching/hooks.ts';
import { noReplacement, type Replacement } from '../../inference/replacement.ts';
import type { RunStart } from '../../inference/run-inputs.ts';
import { hookOf } from './statement-runs.ts';
import type { PatchCell, PatchJob } from './sweep-jobs.ts';

/** Where the blocks of a pass begin; cells are of these layers alone. */
export interface Segment {
  readonly from: number;
  readonly layers: readonly number[];
}

export interface RowShape {
  readonly rows: number;
  /** Of the longest row. */
  readonly length: number;
  readonly dModel: number;
}

/** The stream in which each row begins; what is put into the stream of that very block is in it. */
export function startOfRows(
  cells: readonly PatchCell[],
  { from }: Segment,
  { rows, length, dModel }: RowShape,
): RunStart {
  const hook = hookOf('resid_pre', from);
  const data = new Float32Array(rows * length * dModel);
  cells.forEach((cell, row) => {
    const { base } = cell.job;
    data.set(valuesOf(base.values, hook), row * length * dModel);
    if (cell.hook !== 'resid_pre' || cell.layer !== from || cell.position === null) return;
    const at = (row * length + cell.position) * dModel;
    data.set(transplanted(cell.job, hook, cell.position, 0, dModel, dModel), at);
  });
  return { hook, values: { dims: [rows, length, dModel], data } };
}

/** By hook point of the segment: replacements of the rows whose cells are there, and of none elsewhere. */
export function replacementsOfRows(
  cells: readonly PatchCell[],
  segment: Segment,
  hooks: readonly PatchCell['hook'][],
  shape: RowShape,
  headSizes: ReadonlyMap<string, readonly [heads: number, dHead: number]>,
): Map<string, Replacement> {
  const replacements = new Map<string, Replacement>();
  for (const layer of segment.layers)
    for (const hook of hooks) {
      // The stream of the first block is what the rows begin with.
      if (hook === 'resid_pre' && layer === segment.from) continue;
      const name = hookOf(hook, layer);
      const own = cells.map((cell) => (isPutIn(cell, layer, hook) ? cell : null));
      const isPatched = own.some((cell) => cell !== null);
      const rank = HOOK_PLACES[hook].axis === 'position' ? 3 : 4;
      if (!isPatched) replacements.set(name, noReplacement(rank));
      else if (rank === 3) replacements.set(name, ofStream(own, name, shape));
      else {
        const [heads, dHead] = headSizes.get(name) ?? [0, 0];
        replacements.set(
          name,
          hook === 'pattern'
            ? ofPatterns(own, name, heads, shape)
            : ofHeads(own, layer, name, heads, dHead, shape),
        );
      }
    }
  return replacements;
}

function isPutIn(cell: PatchCell, layer: number, hook: PatchCell['hook']): boolean {
  if (cell.hook !== hook) return false;
  return cell.together === null ? cell.layer === layer : cell.together.some((place) => place.layer === layer);
}

/** Of a layer. */
function headsPutIn({ head, together }: PatchCell, layer: number): number[] {
  if (together === null) return [head ?? 0];
  return together.filter((place) => place.layer === layer).map((place) => place.head);
}

function ofStream(
  cells: readonly (PatchCell | null)[],
  name: string,
  { rows, length, dModel }: RowShape,
): Replacement {
  const mask = new Uint8Array(rows * length);
  // One position of each row: its values stand for all along the row.
  const data = new Float32Array(rows * dModel);
  cells.forEach((cell, row) => {
    if (cell === null || cell.position === null) return;
    mask[row * length + cell.position] = 1;
    data.set(transplanted(cell.job, name, cell.position, 0, dModel, dModel), row * dModel);
  });
  return {
    mask: { dims: [rows, length, 1], data: mask },
    values: { dims: [rows, 1, dModel], data },
  };
}

function ofHeads(
  cells: readonly (PatchCell | null)[],
  layer: number,
  name: string,
  heads: number,
  dHead: number,
  { rows, length }: RowShape,
): Replacement {
  const mask = new Uint8Array(rows * length * heads);
  // Where a row has one head, its values stand for those of all heads.
  const kept = cells.some((cell) => cell !== null && cell.together !== null) ? heads : 1;
  const data = new Float32Array(rows * length * kept * dHead);
  cells.forEach((cell, row) => {
    if (cell === null) return;
    const positions = cell.position === null ? patchedPositions(cell.job) : [cell.position];
    for (const head of headsPutIn(cell, layer))
      for (const position of positions) {
        const at = row * length + position;
        mask[at * heads + head] = 1;
        const values = transplanted(cell.job, name, position, head * dHead, dHead, heads * dHead);
        data.set(values, (at * kept + (kept === 1 ? 0 : head)) * dHead);
      }
  });
  return {
    mask: { dims: [rows, length, heads, 1], data: mask },
    values: { dims: [rows, length, kept, dHead], data },
  };
}

/**
 * The row of an aligned query is its partner's: its weights on keys that correspond, divided by their sum, and none on a key
 * without partner. The row of a query without partner, and of one whose partner looks at no such key, stays.
 */
function ofPatterns(
  cells: readonly (PatchCell | null)[],
  name: string,
  heads: number,
  { rows, length }: RowShape,
): Replacement {
  const mask = new Uint8Array(rows * heads * length);
  const data = new Float32Array(rows * length * length);
  cells.forEach((cell, row) => {
    if (cell === null) return;
    const head = cell.head ?? 0;
    const { source, aligned } = cell.job;
    const tokens = source.ids.length;
    const pattern = valuesOf(source.values, name);
    for (const [query, own] of aligned) {
      const from = (head * tokens + query) * tokens;
      const sum = aligned.reduce((total, [key]) => total + (pattern[from + key] as number), 0);
      if (sum <= 0) continue;
      mask[(row * heads + head) * length + own] = 1;
      for (const [key, at] of aligned)
        data[(row * length + own) * length + at] = (pattern[from + key] as number) / sum;
    }
  });
  return {
    mask: { dims: [rows, heads, length, 1], data: mask },
    values: { dims: [rows, 1, length, length], data },
  };
}

function patchedPositions({ aligned, averaged }: PatchJob): number[] {
  return [...aligned.map(([, base]) => base), ...averaged];
}

/**
 * What is put in at a position of the base: its partner's values, or the mean over the tokens of the base.
 * @param from the first of the values in those of a token, of which there are `width`
 */
function transplanted(
  { base, source, aligned, averaged }: PatchJob,
  hook: string,
  position: number,
  from: number,
  count: number,
  width: number,
): Float32Array {
  const partner = aligned.find(([, own]) => own === position);
  if (partner !== undefined) {
    const at = partner[0] * width + from;
    return valuesOf(source.values, hook).subarray(at, at + count);
  }
  if (!averaged.includes(position)) throw new RangeError(`position ${position} has no partner`);
  const values = valuesOf(base.values, hook);
  const tokens = values.length / width;
  const sums = new Float64Array(count);
  for (let token = 0; token < tokens; token++)
    for (let at = 0; at < count; at++)
      sums[at] = (sums[at] as number) + (values[token * width + from + at] as number);
  return Float32Array.from(sums, (sum) => sum / tokens);
}

function valuesOf(values: ReadonlyMap<string, Float32Array>, hook: string): Float32Array {
  const own = values.get(hook);
  if (own === undefined) throw new RangeError(`${hook} was not recorded`);
  return own;
}
