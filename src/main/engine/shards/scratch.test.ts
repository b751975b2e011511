import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { underPermissions } from '../../../../tests/under-permissions.ts';
import { processTag } from '../files/process-tag.ts';
import { scratchOf } from './scratch.ts';

let within: string;
beforeEach(() => (within = mkdtempSync(join(tmpdir(), 'pairlens-scratch-'))));
afterEach(() => rmSync(within, { recursive: true }));

const FIRST = { shard: 1, of: 4 };

/** What a process that has ended made of a folder's name. */
function leftBehind(own: string): string {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const [host] = processTag().split('-');
  const path = join(within, basename(own).replace(processTag(), `${host}-${pid}`));
  mkdirSync(path);
  writeFileSync(join(path, 'shard.sqlite'), '');
  return path;
}

it('what a killed shard left behind goes when the shard is next computed, and no other', async () => {
  const own = await scratchOf('/shared/parts', FIRST, within);
  const left = leftBehind(own);
  await scratchOf('/shared/parts', { shard: 2, of: 4 }, within);
  await scratchOf('/shared/other', FIRST, within);
  expect(existsSync(left)).toBe(true);
  const again = await scratchOf('/shared/parts', FIRST, within);
  expect(existsSync(left)).toBe(false);
  // Of a process that is at work.
  expect(again).not.toBe(own);
  expect(existsSync(own)).toBe(true);
});

it('what another machine left in a temporary folder that is shared stays', async () => {
  const own = await scratchOf('/shared/parts', FIRST, within);
  const [host = ''] = processTag().split('-');
  const elsewhere = join(within, basename(own).replace(host, '00000000'));
  mkdirSync(elsewhere);
  await scratchOf('/shared/parts', FIRST, within);
  expect(existsSync(elsewhere)).toBe(true);
});

/** What a program says that has the exports of a module of ours. */
function saidBy(command: readonly [string, string[]], module: string, program: string) {
  const [first, args] = command;
  const code = `import * as ours from ${JSON.stringify(join(import.meta.dirname, module))};
    process.stdout.write(${program});`;
  return spawnSync(first, [...args, '--input-type=module', '-e', code], { encoding: 'utf8' });
}

it('what cannot be removed, as that of another person, is no reason not to compute', async () => {
  const left = leftBehind(await scratchOf('/shared/parts', FIRST, within));
  chmodSync(left, 0);
  try {
    const asked = `await ours.scratchOf('/shared/parts', { shard: 1, of: 4 }, ${JSON.stringify(within)})`;
    const { stdout, stderr } = saidBy(underPermissions(process.execPath, []), 'scratch.ts', asked);
    expect(stdout, stderr).toContain(join(within, 'pairlens-shard-'));
    expect(existsSync(left)).toBe(true);
  } finally {
    chmodSync(left, 0o700);
  }
});

it.skipIf(spawnSync('unshare', ['--pid', '--fork', 'true']).status !== 0)(
  'containers that are called alike are not taken for one machine (Linux: it takes root)',
  () => {
    const command: [string, string[]] = ['unshare', ['--pid', '--fork', process.execPath]];
    const { stdout, stderr } = saidBy(command, '../files/process-tag.ts', 'ours.processTag()');
    expect(stdout, stderr).toMatch(/^[0-9a-f]{8}-\d+$/);
    expect(stdout.split('-')[0]).not.toBe(processTag().split('-')[0]);
  },
);

it('says where there is no such folder', async () => {
  await expect(scratchOf('/shared/parts', FIRST, join(within, 'gone'))).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
  });
});
