/**
 * A byte that is lost anywhere in what Pairlens keeps, its size and its times the same, never changes a number without a
 * word: what is derived is made again, or it is refused.
 */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '../../src/shared/errors.ts';
import { flip } from './flip.ts';
import { checkpointOf } from './operations.ts';
import { Place } from './place.ts';
import { chance, SEED, times } from './scale.ts';

const FLIPS = times(1, 12);
const counts: string[] = [];

let place: Place;

beforeAll(async () => {
  place = await Place.of('measure');
});
afterAll(() => {
  place.remove();
  console.log(`damaged files (seed ${SEED}): ${counts.join(', ')}`);
});

const modelsOf = (workspace: string) => join(workspace, 'models');

/** The kinds of files there are, by what their names begin or end with. */
const KINDS: Readonly<
  Record<string, { readonly below: (workspace: string) => string; readonly named: RegExp }>
> = {
  'compiled weights': { below: modelsOf, named: /weights\.data$/ },
  'compiled graph': { below: modelsOf, named: /graph\.onnx$/ },
  'graph with replacements': { below: modelsOf, named: /variant-.*\.onnx$/ },
  'description of a compiled model': { below: modelsOf, named: /model\.json$/ },
  'entry of an added model': { below: modelsOf, named: /added\/.*\.json$/ },
  'weights of the checkpoint': { below: checkpointOf, named: /\.safetensors$/ },
  'config of the checkpoint': { below: checkpointOf, named: /^config\.json$/ },
};

function filesOfKind(kind: string): string[] {
  const { below, named } = KINDS[kind] ?? { below: checkpointOf, named: /^$/ };
  const root = below(place.home);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => named.test(relative(root, path)));
}

describe.each(Object.keys(KINDS))('%s', (kind) => {
  it(
    'with a bit that is wrong: the same numbers, or none',
    async () => {
      const draws = chance(`damage ${kind}`);
      let refused = 0;
      for (let tried = 0; tried < FLIPS; tried++) {
        place.restore();
        const files = filesOfKind(kind);
        expect(files).not.toEqual([]);
        const what = flip(files[draws.whole(0, files.length - 1)] ?? '', draws);
        const { said, stderr } = await place.perform(what);
        if (said === 'done') continue;
        refused++;
        expect(isErrorCode(said) && said !== 'INTERNAL', `${what}: ${said} ${stderr}`).toBe(true);
      }
      counts.push(`${kind} ${FLIPS} of which refused ${refused}`);
    },
    times(120_000, 1_800_000),
  );
});
