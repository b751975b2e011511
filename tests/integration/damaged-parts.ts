/** What tests of parts that are refused share: a folder of parts to be damaged, what merging says of it, disks without room. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Engine } from '../../src/main/engine/engine.ts';
import { sha256 } from '../../src/main/engine/files/hashing.ts';

interface FilesOfPart {
  readonly files: Readonly<Record<string, { bytes: number; sha256: string; rows: number }>>;
}

/**
 * Parts as `of` shards wrote them, in `sound`, and in `parts` a copy that a test damages.
 *
 * @param recordOf the record of a shard in a folder
 */
export function partsToDamage<Part extends FilesOfPart>(
  folder: string,
  of: number,
  recordOf: (shard: number, folder: string) => Part,
) {
  const [sound, parts] = [join(folder, 'sound'), join(folder, 'parts')];
  const at = (name: string): string => join(parts, name);

  /** Changes a record, as nobody should. */
  const rewrite = (shard: number, change: (record: Part) => unknown): void =>
    writeFileSync(at(`part-${shard}-of-${of}.json`), JSON.stringify(change(recordOf(shard, parts))));

  return {
    sound,
    parts,
    at,
    rewrite,

    /** Makes the copy anew. */
    copy(this: void): void {
      rmSync(parts, { recursive: true, force: true });
      cpSync(sound, parts, { recursive: true });
    },

    /** Puts a file in the place of another, and its hash into the record, as if the shard had written it. */
    replace(this: void, shard: number, name: string, content: Uint8Array): void {
      writeFileSync(at(name), content);
      rewrite(shard, (record) => {
        const { rows = 0 } = record.files[name] ?? {};
        const file = { bytes: content.length, sha256: sha256(content), rows };
        return { ...record, files: { ...record.files, [name]: file } };
      });
    },
  };
}

/** How many rows each table has. */
export function countRows(engine: Engine, tables: readonly string[]): unknown[] {
  return tables.map((table) => engine.store.database.prepare(`SELECT count(*) AS rows FROM ${table}`).get());
}

/** A text that has this in it. */
export function saying(why: string | RegExp): unknown {
  return typeof why === 'string' ? expect.stringContaining(why) : expect.stringMatching(why);
}

/** Merging is refused in these words, and what is `stored` stays as it was. */
export async function expectRefused(
  merge: () => Promise<unknown>,
  stored: () => unknown,
  why: string | RegExp,
): Promise<void> {
  const before = stored();
  await expect(merge()).rejects.toMatchObject({ code: 'PARTS_INVALID', message: saying(why) });
  expect(stored()).toEqual(before);
}

/** A disk of its own; null where it cannot be mounted: only the superuser may. */
export function mountDisk(path: string, options: string): string | null {
  mkdirSync(path);
  const isRoot = process.getuid?.() === 0;
  return isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status === 0
    ? path
    : null;
}

export function unmountDisks(disks: readonly (string | null)[]): void {
  for (const disk of disks) if (disk !== null) spawnSync('umount', [disk]);
}
