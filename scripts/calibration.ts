/**
 * Prints how often the statistics are wrong where the truth is known, as the tables of docs/calibration.md:
 * `node scripts/calibration.ts [RUNS] [TABLE …]`, 400 runs of each simulation unless told, tables by number from 1. All takes half
 * an hour; `npm run bench -- calibration` takes fewer runs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureColumns } from './statistics/calibration/measure-columns.ts';
import { calibrationTables, markdownLines } from './statistics/calibration/tables.ts';

const [runs = 400, ...wanted] = process.argv.slice(2).map(Number);
const home = mkdtempSync(join(tmpdir(), 'pairlens-calibration-'));
try {
  const tables = calibrationTables(await measureColumns(home), runs);
  for (const [place, table] of tables.entries()) {
    if (wanted.length > 0 && !wanted.includes(place + 1)) continue;
    for (const line of markdownLines(table)) process.stdout.write(`${line}\n`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
