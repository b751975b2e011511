import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LogitOutput } from '../../../core/architectures/logit-names.ts';
import { PLAIN_GRAPH } from '../../../core/architectures/model-builder.ts';
import { graphVariant, variantKey } from './graph-variant.ts';

let folder: string;
let encoded: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairlens-variant-'));
  encoded = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

async function graphOf(...hooks: string[]): Promise<string> {
  const graph = await graphVariant(folder, { ...PLAIN_GRAPH, replaceable: new Set(hooks) }, () => {
    encoded++;
    return Promise.resolve(Buffer.from(`graph of ${hooks.toSorted().join()}`));
  });
  return 'path' in graph ? graph.path : expect.unreachable('the folder can be written');
}

it('is made once for a set of hook points, in whatever order they come', async () => {
  const path = await graphOf('a', 'b');
  const { mtimeNs, ino } = statSync(path, { bigint: true });
  expect(readFileSync(path, 'utf8')).toBe('graph of a,b');
  expect(await graphOf('b', 'a')).toBe(path);
  expect(statSync(path, { bigint: true })).toMatchObject({ mtimeNs, ino });
  expect(encoded).toBe(1);
  expect(await graphOf('a')).not.toBe(path);
  expect(await graphOf('a,b')).not.toBe(path);
  expect(readdirSync(folder)).toHaveLength(3);
});

it('is another for each set of hook points and of what is given of the logits', () => {
  const key = (replaceable: string[], ...logitOutputs: LogitOutput[]) =>
    variantKey({ replaceable: new Set(replaceable), logitOutputs: new Set(logitOutputs) });
  expect(key(['a', 'b'], 'loss', 'logits')).toBe(key(['b', 'a'], 'logits', 'loss'));
  expect(new Set([key([], 'loss'), key([], 'logits'), key(['loss']), key(['a'], 'loss'), key([])]).size).toBe(
    5,
  );
});

it('is another for each block that it begins at, and for what is read then', () => {
  const key = (hook: string, ...hooks: string[]) =>
    variantKey({ ...PLAIN_GRAPH, from: { hook, hooks: new Set(hooks) } });
  expect(key('x', 'a', 'b')).toBe(key('x', 'b', 'a'));
  expect(new Set([key('x'), key('y'), key('x', 'a'), variantKey(PLAIN_GRAPH)]).size).toBe(4);
});

it('is made anew when it is not what its name says', async () => {
  const path = await graphOf('a');
  writeFileSync(path, 'graph o');
  expect(await graphOf('a')).toBe(path);
  expect(readFileSync(path, 'utf8')).toBe('graph of a');
  expect(encoded).toBe(2);
});

it('is no half-written file', async () => {
  const path = await graphOf('a');
  rmSync(path);
  writeFileSync(`${path}.00000000-123.partial`, 'graph of a');
  expect(await graphOf('a')).toBe(path);
  expect(encoded).toBe(2);
});

it('says so when the folder has gone', async () => {
  const gone = join(folder, 'gone');
  await expect(graphVariant(gone, PLAIN_GRAPH, () => Promise.resolve(Buffer.of(1)))).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
  });
});
