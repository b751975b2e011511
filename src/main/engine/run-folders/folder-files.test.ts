/** What files of a folder have to have. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Duck, text } from './duck.ts';
import { shapeOfFiles } from './folder-files.ts';

let folder: string;
let duck: Duck;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairlens-files-'));
  duck = new Duck({ threads: 1, memoryBytes: 256 * 2 ** 20 });
});

afterAll(async () => {
  await duck.close();
  rmSync(folder, { recursive: true, force: true });
});

async function written(name: string, columns: string): Promise<string> {
  const path = join(folder, `${name}.parquet`);
  await duck.run(`COPY (SELECT ${columns}, 0.5::DOUBLE AS value_cosine) TO ${text(path)} (FORMAT parquet)`);
  return path;
}

it('is a pair, a layer and a head in 32 bits, and a metric', async () => {
  const path = await written('own', '1::INTEGER AS pair, 0::INTEGER AS layer, 0::INTEGER AS head');
  expect(await shapeOfFiles(duck, [path])).toEqual({ hasRole: false, metrics: ['value_cosine'] });
});

it.each(['pair', 'layer', 'head'])('is refused where %s has 64 bits', async (wide) => {
  const columns = ['pair', 'layer', 'head'].map(
    (name) => `1::${name === wide ? 'BIGINT' : 'INTEGER'} AS ${name}`,
  );
  const path = await written(`wide-${wide}`, columns.join(', '));
  await expect(shapeOfFiles(duck, [path])).rejects.toMatchObject({
    code: 'RESULTS_INVALID',
    message: expect.stringContaining(`it has no 32-bit numbers called “${wide}”`) as string,
  });
});
