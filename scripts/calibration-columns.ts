/**
 * Measures the columns that tests of the calibration draw from, and writes them to tests/fixtures/statistics:
 * `node scripts/calibration-columns.ts`. Eight heads of each of three metrics, of the 72; `npm run bench -- calibration` takes all.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURE } from './statistics/calibration/fixture.ts';
import { measureColumns } from './statistics/calibration/measure-columns.ts';
import { encodeRealColumns, selectColumns } from './statistics/calibration/real-columns.ts';

const EVERY = 9;

const home = mkdtempSync(join(tmpdir(), 'pairlens-calibration-'));
try {
  const all = await measureColumns(home);
  const some = selectColumns(
    all,
    [...all.families.keys()].filter((column) => column % EVERY === 0),
  );
  writeFileSync(FIXTURE, encodeRealColumns(some));
} finally {
  rmSync(home, { recursive: true, force: true });
}
