/**
 * A bit that is wrong anywhere in a workspace never changes a number without a word: what is exported is what it was, or
 * it is refused as damaged.
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../integration/workspace.ts';
import { perform } from './children.ts';
import { flip } from './flip.ts';
import { exporting, storeOf } from './operations.ts';
import { chance, SEED, times } from './scale.ts';

const FLIPS = times(3, 60);
/** Bits that are wrong at once: of one alone most lie where nothing is, or in what can be made again. */
const BITS = 8;
/** What a person is told of a damaged workspace. */
const TOLD = ['STORE_DAMAGED', 'STORE_INVALID', 'STORE_NEWER', 'STORE_READONLY', 'NOT_FOUND'];

let folder: ReturnType<typeof temporaryFolder>;
let expected: unknown;
const place = () => join(folder.path, 'place');
const home = () => join(place(), 'home');
const kept = () => join(folder.path, 'kept');

beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(home(), { recursive: true });
  await exporting.prepare(home());
  cpSync(place(), kept(), { recursive: true, preserveTimestamps: true });
  const { said, stderr } = await perform(home(), 'export');
  expect(said, stderr).toBe('done');
  expected = await exporting.outcome(home());
});
afterAll(() => folder.remove());

it(
  'gives the same export, or none',
  async () => {
    const draws = chance('workspace');
    const outcomes: Record<string, number> = {};
    for (let tried = 0; tried < FLIPS; tried++) {
      rmSync(place(), { recursive: true });
      cpSync(kept(), place(), { recursive: true, preserveTimestamps: true });
      const what = Array.from({ length: BITS }, () => flip(storeOf(home()), draws)).join(', ');
      const { said, stderr } = await perform(home(), 'export');
      outcomes[said] = (outcomes[said] ?? 0) + 1;
      if (said === 'done') expect(await exporting.outcome(home()), what).toEqual(expected);
      else expect(TOLD, `${what}: ${stderr}`).toContain(said);
    }
    const words = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
    console.log(`damaged workspaces (seed ${SEED}): ${words.join(', ')}`);
  },
  times(240_000, 3_600_000),
);
