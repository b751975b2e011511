/** Reading a result: a head's circuits, the pairs and the directions of it. */
import { WEIGHT_VERSIONS, type WeightVersion } from '../circuits/head-matrices.ts';
import { textsOfTokens } from '../circuits/token-texts.ts';
import { type NamedTensors, orNull, tensorOf } from '../named-tensor.ts';
import type { HeadPlace } from '../of-heads.ts';

export const CIRCUITS = ['ov', 'qk'] as const;
export type Circuit = (typeof CIRCUITS)[number];

/** What the two ends of a circuit are. */
export const END_WORDS: Readonly<Record<Circuit, readonly [string, string]>> = {
  ov: ['source', 'output'],
  qk: ['query', 'key'],
};

export function versionsOf(result: NamedTensors): WeightVersion[] {
  return WEIGHT_VERSIONS.filter((version) => result.has(`circuits.${version}.ov_residual_eigen`));
}

export function mainVersion(result: NamedTensors): WeightVersion {
  return versionsOf(result).at(-1) ?? 'raw';
}

export function sizesOf(result: NamedTensors): { readonly layers: number; readonly heads: number } {
  const [layers = 0, heads = 0] = tensorOf(result, 'circuits.raw.ov_residual_eigen').shape;
  return { layers, heads };
}

/** An encoder has OV of the stream alone. */
export function hasVocabulary(result: NamedTensors): boolean {
  return result.has('circuits.raw.ov_eigen');
}

export const SHARES = ['ov', 'qk', 'ov_residual'] as const;
export type ShareName = (typeof SHARES)[number];

/** Eigenvalues of a head: [score, share with a positive real part]; null where it was not computed. */
export function eigenShares(
  result: NamedTensors,
  of: ShareName,
  { layer, head }: HeadPlace,
  version: WeightVersion = mainVersion(result),
): { readonly score: number | null; readonly positive: number | null } | null {
  const tensor = result.get(`circuits.${version}.${of}_eigen`);
  if (tensor === undefined) return null;
  const at = 2 * (layer * sizesOf(result).heads + head);
  return { score: orNull(tensor.data[at]), positive: orNull(tensor.data[at + 1]) };
}

export interface TokenPair {
  /** Source and output, or query and key: their ids and texts. */
  readonly ids: readonly [number, number];
  readonly texts: readonly [string, string];
  readonly value: number;
}

/** The largest entries of a circuit; empty where they were not computed. */
export function pairsOfHead(
  result: NamedTensors,
  circuit: Circuit,
  { layer, head }: HeadPlace,
): readonly TokenPair[] {
  const ids = result.get(`qk_ov.${circuit}_pairs`);
  if (ids === undefined) return [];
  const textOf = textsOfTokens(result, 'qk_ov');
  const values = tensorOf(result, `qk_ov.${circuit}_pair_values`).data;
  const most = ids.shape[2] ?? 0;
  const from = (layer * sizesOf(result).heads + head) * most;
  return Array.from({ length: most }, (_, rank): TokenPair => {
    const at = from + rank;
    const [left, right] = [ids.data[2 * at] ?? -1, ids.data[2 * at + 1] ?? -1];
    return { ids: [left, right], texts: [textOf(left), textOf(right)], value: values[at] ?? Number.NaN };
  }).filter(({ ids: [left] }) => left >= 0);
}

export interface ListedToken {
  readonly id: number;
  readonly text: string;
  readonly value: number;
}

/** One singular direction: tokens at both ends of what is read, and of what is written. */
export interface TokenDirection {
  readonly number: number;
  readonly value: number;
  readonly sides: readonly {
    readonly side: string;
    readonly largest: readonly ListedToken[];
    readonly smallest: readonly ListedToken[];
  }[];
}

export function directionsOfHead(
  result: NamedTensors,
  circuit: Circuit,
  { layer, head }: HeadPlace,
): readonly TokenDirection[] {
  const ids = result.get(`qk_ov.${circuit}_directions`);
  if (ids === undefined) return [];
  const textOf = textsOfTokens(result, 'qk_ov');
  const values = tensorOf(result, `qk_ov.${circuit}_direction_values`).data;
  const singular = tensorOf(result, `qk_ov.${circuit}_singular`);
  // [layer, head, direction, side, end, rank]
  const [, heads = 0, directions = 0, , , most = 0] = ids.shape;
  const place = layer * heads + head;
  const list = (from: number): ListedToken[] =>
    Array.from({ length: most }, (_, rank) => {
      const id = ids.data[from + rank] ?? -1;
      return { id, text: textOf(id), value: values[from + rank] ?? Number.NaN };
    }).filter(({ id }) => id >= 0);
  return Array.from({ length: directions }, (_, number) => ({
    number,
    value: singular.data[place * (singular.shape[2] ?? 0) + number] ?? Number.NaN,
    sides: END_WORDS[circuit].map((side, at) => {
      const from = ((place * directions + number) * 2 + at) * 2 * most;
      return { side, largest: list(from), smallest: list(from + most) };
    }),
  })).filter(({ sides }) => sides.some(({ largest }) => largest.length > 0));
}
