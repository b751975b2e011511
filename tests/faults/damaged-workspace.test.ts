/**
 * A bit that is wrong anywhere in a workspace never changes a number without a word: what is exported is what it was, or
 * it is refused as damaged.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flip } from './flip.ts';
import { storeOf } from './operations.ts';
import { Place } from './place.ts';
import { chance, SEED, times } from './scale.ts';

const FLIPS = times(3, 60);
/** Bits that are wrong at once: of one alone most lie where nothing is, or in what can be made again. */
const BITS = 8;
/** What a person is told of a damaged workspace. */
const TOLD = ['STORE_DAMAGED', 'STORE_INVALID', 'STORE_NEWER', 'STORE_READONLY', 'NOT_FOUND'];

let place: Place;

beforeAll(async () => {
  place = await Place.of('export');
});
afterAll(() => place.remove());

it(
  'gives the same export, or none',
  async () => {
    const draws = chance('workspace');
    const outcomes: Record<string, number> = {};
    for (let tried = 0; tried < FLIPS; tried++) {
      place.restore();
      const what = Array.from({ length: BITS }, () => flip(storeOf(place.home), draws)).join(', ');
      const { said, stderr } = await place.perform(what);
      outcomes[said] = (outcomes[said] ?? 0) + 1;
      expect(['done', ...TOLD], `${what}: ${stderr}`).toContain(said);
    }
    const words = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
    console.log(`damaged workspaces (seed ${SEED}): ${words.join(', ')}`);
  },
  times(240_000, 3_600_000),
);
