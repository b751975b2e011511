/**
 * Whenever a process is killed, nothing half done passes for whole, the workspace is sound, and what was interrupted is
 * done again to the same result.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../integration/workspace.ts';
import { perform } from './children.ts';
import { operation, OPERATIONS } from './operations.ts';
import { checkIsSound } from './soundness.ts';
import { chance, SEED, times } from './scale.ts';

const KILLS = times(1, 30);
const counts: string[] = [];

afterAll(() => console.log(`kills (seed ${SEED}): ${counts.join(', ')}`));

describe.each(Object.keys(OPERATIONS))('%s, killed', (name) => {
  const { prepare, outcome, checkLeftBehind } = operation(name);
  let folder: ReturnType<typeof temporaryFolder>;
  let expected: unknown;
  let duration: number;

  const prepared = () => join(folder.path, 'prepared', 'home');

  beforeAll(async () => {
    folder = temporaryFolder();
    await prepare(prepared());
    const untouched = join(folder.path, 'untouched', 'home');
    cpSync(prepared(), untouched, { recursive: true });
    const { said, stderr, milliseconds } = await perform(untouched, name);
    expect(said, stderr).toBe('done');
    duration = milliseconds;
    expected = await outcome(untouched);
  });
  afterAll(() => folder.remove());

  it(
    'at any moment, is done again to the same result',
    async () => {
      const { fraction } = chance(name);
      let killed = 0;
      let workspaces = 0;
      while (killed < KILLS) {
        const home = join(folder.path, `killed-${workspaces++}`, 'home');
        mkdirSync(home, { recursive: true });
        cpSync(prepared(), home, { recursive: true });
        const before = killed;
        // What goes on where it was is killed several times; the first moments more often, for the last has them too.
        for (let again = 0; again < 3 && killed < KILLS; again++) {
          const { said, signal, stderr } = await perform(home, name, duration * fraction());
          if (signal !== 'SIGKILL') {
            expect(said, stderr).toBe('done');
            break;
          }
          killed++;
          checkIsSound(home);
          await checkLeftBehind?.(home, expected);
        }
        // One that the first kill came too late for is as the untouched one.
        if (killed === before) continue;
        const { said, stderr } = await perform(home, name);
        expect(said, stderr).toBe('done');
        checkIsSound(home);
        expect(await outcome(home)).toEqual(expected);
      }
      counts.push(`${name} ${killed} in ${workspaces} workspaces`);
    },
    times(120_000, 1_800_000),
  );
});
