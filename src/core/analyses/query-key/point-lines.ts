/** Points on a plane as lines of a table. */
import type { SampledTokens } from './points.ts';

export const POINT_COLUMNS = ['side', 'text', 'position', 'id', 'token', 'x', 'y'] as const;

/** A line for each point: {@link POINT_COLUMNS}; texts are counted from 1. @param points [2T, 2] queries, then keys */
export function pointLines(
  points: Float32Array,
  { texts, inputs, positions, ids }: SampledTokens,
): (string | number | null)[][] {
  return Array.from({ length: points.length / 2 }, (_, point) => {
    const token = point % texts.length;
    return [
      point < texts.length ? 'query' : 'key',
      (inputs[token] ?? 0) + 1,
      positions[token] ?? null,
      ids[token] ?? null,
      texts[token] ?? '',
      points[2 * point] ?? null,
      points[2 * point + 1] ?? null,
    ];
  });
}
