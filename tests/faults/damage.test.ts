/**
 * A byte that is lost anywhere in what Pairlens keeps, its size and its times the same, never changes a number without a
 * word: what is derived is made again, or it is refused.
 */
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '../../src/shared/errors.ts';
import { temporaryFolder } from '../integration/workspace.ts';
import { perform } from './children.ts';
import { checkpointOf, measure } from './operations.ts';
import { type Chance, chance, SEED, times } from './scale.ts';

const FLIPS = times(1, 12);
const counts: string[] = [];

let folder: ReturnType<typeof temporaryFolder>;
let expected: unknown;
/** Where the workspace is; an added model is known by where its folder is. */
const place = () => join(folder.path, 'place');
const home = () => join(place(), 'home');
const kept = () => join(folder.path, 'kept');

beforeAll(async () => {
  folder = temporaryFolder();
  mkdirSync(home(), { recursive: true });
  await measure.prepare(home());
  cpSync(place(), kept(), { recursive: true, preserveTimestamps: true });
  const { said, stderr } = await perform(home(), 'measure');
  expect(said, stderr).toBe('done');
  expected = await measure.outcome(home());
});
afterAll(() => {
  folder.remove();
  console.log(`damaged files (seed ${SEED}): ${counts.join(', ')}`);
});

/** All as it was before anything was damaged. */
function begin(): void {
  rmSync(place(), { recursive: true });
  cpSync(kept(), place(), { recursive: true, preserveTimestamps: true });
}

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
  const root = below(home());
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => named.test(relative(root, path)));
}

/** Changes one bit of one byte. */
function flip(path: string, { whole }: Chance): string {
  const bytes = readFileSync(path);
  const at = whole(0, bytes.length - 1);
  const bit = whole(0, 7);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  const { atime, mtime } = statSync(path);
  writeFileSync(path, bytes);
  utimesSync(path, atime, mtime);
  return `bit ${bit} of byte ${at} of ${path}`;
}

describe.each(Object.keys(KINDS))('%s', (kind) => {
  it(
    'with a bit that is wrong: the same numbers, or none',
    async () => {
      const draws = chance(`damage ${kind}`);
      let refused = 0;
      for (let tried = 0; tried < FLIPS; tried++) {
        begin();
        const files = filesOfKind(kind);
        expect(files).not.toEqual([]);
        const what = flip(files[draws.whole(0, files.length - 1)] ?? '', draws);
        const { said, stderr } = await perform(home(), 'measure');
        if (said === 'done') expect(await measure.outcome(home()), what).toEqual(expected);
        else {
          refused++;
          expect(isErrorCode(said) && said !== 'INTERNAL', `${what}: ${said} ${stderr}`).toBe(true);
        }
      }
      counts.push(`${kind} ${FLIPS} of which refused ${refused}`);
    },
    times(120_000, 1_800_000),
  );
});
