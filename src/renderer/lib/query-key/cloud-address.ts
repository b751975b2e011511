/** What the address of a view says of points on a plane: which part of it is seen. */
import { z } from 'zod';
import type { CloudPart } from '../../../core/figures/point-cloud.ts';
import { numbers } from '../navigation/query-parts.ts';

export const CLOUD_FIELDS = {
  /** The values at the left and at the upper edge, and how many the picture is across; all points without it. */
  part: z.tuple([z.number(), z.number(), z.number().positive()]).optional(),
};

export const CLOUD_QUERY = { part: numbers('part') };

/** Nothing of a picture before is of another one. */
export const WHOLE_CLOUD = { part: undefined, lasso: undefined } as const;

/** Of a line that a person draws, more are not told apart. */
export const MOST_CORNERS = 60;

/** So many digits are a hundredth of a pixel of the picture. */
const DIGITS = 6;
const short = (value: number): number => Number(value.toPrecision(DIGITS)) + 0;

/** A part as an address has it. */
export function shortPart(part: CloudPart): [left: number, top: number, across: number] {
  return [short(part[0]), short(part[1]), short(part[2])];
}

/** The corners of a line, x and y in turns, as an address has them: of a long one, so many as it may have, evenly along it. */
export function shortLasso(lasso: readonly number[]): number[] {
  const corners = lasso.length / 2;
  const kept = Math.min(corners, MOST_CORNERS);
  return Array.from({ length: kept }, (_, at) => Math.floor((at * corners) / kept)).flatMap((corner) => [
    short(lasso[2 * corner] ?? 0),
    short(lasso[2 * corner + 1] ?? 0),
  ]);
}
