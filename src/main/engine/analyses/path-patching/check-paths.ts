/** How many paths are patched at most, and of how many pairs. */
import { mapsOfPaths } from '../../../../core/analyses/path-patching/combine.ts';
import { type ModelShape, senderCount } from '../../../../core/analyses/path-patching/maps.ts';
import type { Path } from '../../../../core/analyses/path-patching/paths.ts';
import { PairlensError } from '../../../../shared/errors.ts';

/** Of a model of 270 heads every head to the values of every other. */
const MOST_PATHS = 250_000;

/** Numbers of all pairs, which are put together at once: a map of a pair has one for every sender. 256 MB. */
const MOST_VALUES = 2 ** 25;

/** @throws PairlensError BAD_REQUEST for more than can be patched, or put together */
export function checkPaths(paths: readonly Path[], shape: ModelShape, pairs: number): void {
  const words = (count: number) => count.toLocaleString('en');
  if (paths.length > MOST_PATHS)
    throw new PairlensError(
      'BAD_REQUEST',
      `these are ${words(paths.length)} paths, and ${words(MOST_PATHS)} are the most: name fewer senders or receivers`,
    );
  const ofPair = mapsOfPaths(paths).length * senderCount(shape);
  if (ofPair * pairs > MOST_VALUES)
    throw new PairlensError(
      'BAD_REQUEST',
      `these are ${words(ofPair)} numbers of each of ${words(pairs)} pairs, and ${words(MOST_VALUES)} are the most: name fewer receivers, or take fewer pairs`,
    );
}
