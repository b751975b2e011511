/**
 * On a disk that is full at any moment an operation ends with DISK_FULL, nothing half done passes for whole, and when
 * there is room again it is done to the same result. The disk is a small tmpfs, which only the superuser may mount.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../integration/workspace.ts';
import { perform } from './children.ts';
import { checkIsSound } from './soundness.ts';
import { operation, OPERATIONS } from './operations.ts';
import { chance, SEED, someOf, times } from './scale.ts';

const DISKS = times(1, 12);
const MEBIBYTES = 48;
const counts: string[] = [];

const disks = temporaryFolder();
const disk = join(disks.path, 'disk');
mkdirSync(disk);
const isMounted =
  process.getuid?.() === 0 &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MEBIBYTES}m`, 'tmpfs', disk]).status === 0;

afterAll(() => {
  if (isMounted) spawnSync('umount', [disk]);
  disks.remove();
  console.log(`full disks (seed ${SEED}): ${counts.join(', ')}`);
});

const freeBytes = () => {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
};

/** Leaves so many bytes free. */
function fillUpTo(left: number): void {
  const file = openSync(join(disk, 'ballast'), 'w');
  const piece = Buffer.alloc(4096, 1);
  for (let rest = freeBytes() - left; rest > 0; rest -= piece.length) writeSync(file, piece);
  closeSync(file);
}

describe
  .skipIf(!isMounted)
  .each(someOf(Object.keys(OPERATIONS), ['run', 'import', 'add', 'backup', 'merge']))(
  '%s, on a full disk (a tmpfs: it takes root)',
  (name) => {
    const { prepare, outcome, checkLeftBehind } = operation(name);
    let folder: ReturnType<typeof temporaryFolder>;
    let expected: unknown;
    let needed: number;

    const prepared = () => join(folder.path, 'home');
    const home = join(disk, 'there', 'home');
    /** A fresh copy of the workspace on the disk. */
    const begin = () => {
      for (const left of ['there', 'ballast']) rmSync(join(disk, left), { recursive: true, force: true });
      mkdirSync(home, { recursive: true });
      cpSync(prepared(), home, { recursive: true });
    };

    beforeAll(async () => {
      folder = temporaryFolder();
      await prepare(prepared());
      begin();
      const before = freeBytes();
      const { said, stderr } = await perform(home, name);
      expect(said, stderr).toBe('done');
      needed = before - freeBytes();
      expected = await outcome(home);
    });
    afterAll(() => folder.remove());

    it(
      'says so, and is done when there is room',
      async () => {
        const { fraction } = chance(`full ${name}`);
        let full = 0;
        for (let tried = 0; tried < DISKS; tried++) {
          begin();
          // In the short form half of what it takes, so that it is too little.
          fillUpTo(needed * (DISKS === 1 ? 0.5 : fraction()));
          const { said, stderr } = await perform(home, name);
          if (said !== 'done') full++;
          expect(['done', 'DISK_FULL'], stderr).toContain(said);
          rmSync(join(disk, 'ballast'));
          checkIsSound(home);
          await checkLeftBehind?.(home, expected);
          const again = await perform(home, name);
          expect(again.said, again.stderr).toBe('done');
          expect(await outcome(home)).toEqual(expected);
        }
        expect(full).toBeGreaterThan(0);
        counts.push(`${name} ${full} of ${DISKS} had too little room`);
      },
      times(120_000, 1_800_000),
    );
  },
);
