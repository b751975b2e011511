/** The replacement at one hook point that some interventions on it make together. */
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation } from '../inference/hooked-session.ts';
import { type Mask, noReplacement, type Replacement } from '../inference/replacement.ts';
import { commonDims, elementCount, fits, sourceIndices } from './broadcast.ts';
import type { Intervention } from './intervention.ts';
import { meanOverPositions } from './means.ts';
import { hasPadding, isToken, tokenCount } from './real-tokens.ts';
import type { Recording } from './recording.ts';
import { along, type Site } from './site.ts';

/** An intervention, and its place in the list that was asked for, for messages. */
export interface Numbered extends Intervention {
  readonly index: number;
  /** Of the row whose list it is, where rows have lists of their own. */
  readonly row?: number;
}

/** What is wrong with one of the interventions. */
export function problem({ index, row, hook }: Numbered, message: string): PairlensError {
  const place = row === undefined ? `interventions[${index}]` : `row ${row}, interventions[${index}]`;
  return new PairlensError('BAD_REQUEST', `${place}: ${message}`, {
    intervention: index,
    hook,
    ...(row !== undefined && { row }),
  });
}

/**
 * Where interventions overlap, the later one counts.
 * @param current the value at the site with what was done before it; only means need it
 * @throws PairlensError BAD_REQUEST naming the intervention and the value that does not fit the site
 */
export function replacementOf(
  site: Site,
  interventions: readonly Numbered[],
  current: Activation | null,
): Replacement {
  return interventions.reduce<Replacement>(
    (before, intervention) =>
      overlaid(before, {
        mask: maskOf(site, intervention),
        values: valuesOf(site, intervention, current),
      }),
    noReplacement(site.dims.length),
  );
}

function overlaid(before: Replacement, after: Replacement): Replacement {
  const mask = combined(before.mask, after.mask, (a, b) => a | b);
  // The first one needs no copy of its values.
  if (!before.mask.data.includes(1)) return { mask, values: after.values };
  const dims = commonDims(after.mask.dims, commonDims(before.values.dims, after.values.dims));
  const chosen = sourceIndices(dims, after.mask.dims);
  const old = sourceIndices(dims, before.values.dims);
  const fresh = sourceIndices(dims, after.values.dims);
  const data = new Float32Array(chosen.length);
  for (let at = 0; at < data.length; at++)
    data[at] =
      after.mask.data[chosen[at] ?? 0] === 1
        ? (after.values.data[fresh[at] ?? 0] ?? 0)
        : (before.values.data[old[at] ?? 0] ?? 0);
  return { mask, values: { dims, data } };
}

function combined(a: Mask, b: Mask, operation: (a: number, b: number) => number): Mask {
  const dims = commonDims(a.dims, b.dims);
  const fromA = sourceIndices(dims, a.dims);
  const fromB = sourceIndices(dims, b.dims);
  const data = fromA.map((source, at) => operation(a.data[source] ?? 0, b.data[fromB[at] ?? 0] ?? 0));
  return { dims, data: Uint8Array.from(data) };
}

function maskOf(site: Site, intervention: Numbered): Mask {
  const parts = [
    ...paddingMasks(site),
    ...headMasks(site, intervention),
    ...positionMasks(site, intervention),
    ...ownMasks(site, intervention),
  ];
  const everywhere: Mask = { dims: site.dims.map(() => 1), data: Uint8Array.of(1) };
  return parts.reduce((a, b) => combined(a, b, (x, y) => x & y), everywhere);
}

/** Neither positions nor keys that are padding. */
function paddingMasks(site: Site): Mask[] {
  const { axes, tokens } = site;
  if (!hasPadding(tokens)) return [];
  return [axes.position, ...(axes.key === null ? [] : [axes.key])].map((axis) => ({
    dims: along(site, [0, tokens.rows], [axis, tokens.length]),
    data: tokens.isToken,
  }));
}

function headMasks(site: Site, intervention: Numbered): Mask[] {
  const { heads } = intervention;
  if (heads === undefined) return [];
  const { head: axis } = site.axes;
  if (axis === null) throw problem(intervention, `head ${heads.join(', ')}: ${site.hook} has no heads`);
  const count = site.dims[axis] ?? 0;
  for (const head of heads)
    if (!Number.isInteger(head) || head < 0 || head >= count)
      throw problem(intervention, `head ${head} is outside 0 … ${count - 1}, the heads of ${site.hook}`);
  return [chosen(site, axis, count, heads)];
}

function positionMasks(site: Site, intervention: Numbered): Mask[] {
  const { positions } = intervention;
  if (positions === undefined) return [];
  const { tokens, axes } = site;
  for (const position of positions)
    for (let row = 0; row < tokens.rows; row++)
      if (!isToken(tokens, row, position))
        throw problem(
          intervention,
          `position ${position} is no token of the input, whose row ${row} has ${tokenCount(tokens, row)}`,
        );
  return [chosen(site, axes.position, tokens.length, positions)];
}

function ownMasks(site: Site, intervention: Numbered): Mask[] {
  const { mask } = intervention;
  if (mask === undefined) return [];
  checkFit(site, intervention, 'the mask', mask);
  return [mask];
}

/** 1 at these places along an axis. */
function chosen(site: Site, axis: number, size: number, places: readonly number[]): Mask {
  const data = new Uint8Array(size);
  for (const place of places) data[place] = 1;
  return { dims: along(site, [axis, size]), data };
}

function valuesOf(site: Site, intervention: Numbered, current: Activation | null): Activation {
  const { value } = intervention;
  switch (value.kind) {
    case 'zero':
      return noReplacement(site.dims.length).values;
    case 'mean':
      if (current === null) throw new Error(`the mean of ${site.hook} needs its value`);
      return meanOverPositions(site, current);
    case 'tensor':
      checkFit(site, intervention, 'the tensor', value.tensor);
      return value.tensor;
    case 'recorded':
      return recordedValues(site, intervention, value.recording);
  }
}

function checkFit(
  site: Site,
  intervention: Numbered,
  what: string,
  { dims, data }: { readonly dims: readonly number[]; readonly data: ArrayLike<number> },
): void {
  const place = `${site.hook} is [${site.dims.join(', ')}]`;
  if (!fits(dims, site.dims)) throw problem(intervention, `${what} is [${dims.join(', ')}], but ${place}`);
  if (data.length !== elementCount(dims))
    throw problem(intervention, `${what} [${dims.join(', ')}] has ${data.length} values`);
}

function recordedValues(site: Site, intervention: Numbered, recording: Recording): Activation {
  const recorded = recording.activations.get(site.hook);
  if (!recorded) throw problem(intervention, `${site.hook} was not recorded`);
  checkRecordedTokens(site, intervention, recording);
  const { axes, tokens } = site;
  const dims = recorded.dims.map((size, axis) =>
    axis === axes.position || axis === axes.key ? tokens.length : size,
  );
  const values = dims.join() === recorded.dims.join() ? recorded : resized(recorded, dims);
  checkFit(site, intervention, 'what was recorded', values);
  return values;
}

/** What is put in at a token has to have been recorded at a token. */
function checkRecordedTokens(
  { axes, tokens, hook }: Site,
  intervention: Numbered,
  { tokens: theirs }: Recording,
): void {
  if (theirs.rows !== 1 && theirs.rows !== tokens.rows)
    throw problem(
      intervention,
      `the recorded input has ${theirs.rows} rows, the input ${tokens.rows}; it needs as many, or one for all`,
    );
  for (let row = 0; row < tokens.rows; row++) {
    const theirRow = theirs.rows === 1 ? 0 : row;
    const counts = `row ${row} of the input has ${tokenCount(tokens, row)} tokens, the recorded one ${tokenCount(theirs, theirRow)}`;
    for (const position of intervention.positions ?? [])
      if (!isToken(theirs, theirRow, position))
        throw problem(intervention, `position ${position} is not in both: ${counts}`);
    if (intervention.positions !== undefined && axes.key === null) continue;
    for (let position = 0; position < Math.max(tokens.length, theirs.length); position++)
      if (isToken(tokens, row, position) !== isToken(theirs, theirRow, position))
        throw problem(
          intervention,
          axes.key === null
            ? `${counts}; name positions that both have`
            : `${counts}; ${hook} has keys, which have to be the same`,
        );
  }
}

/** Cut, or filled up with zeros, at the end of each axis. */
function resized({ dims: from, data }: Activation, dims: readonly number[]): Activation {
  const result = new Float32Array(elementCount(dims));
  const copy = (axis: number, source: number, target: number): void => {
    const size = Math.min(from[axis] ?? 1, dims[axis] ?? 1);
    if (axis === dims.length - 1) {
      result.set(data.subarray(source, source + size), target);
      return;
    }
    for (let i = 0; i < size; i++)
      copy(
        axis + 1,
        source + i * elementCount(from.slice(axis + 1)),
        target + i * elementCount(dims.slice(axis + 1)),
      );
  };
  copy(0, 0, 0);
  return { dims, data: result };
}
