/** The columns that tests draw from: eight heads of three metrics, made by scripts/calibration-columns.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRealColumns, type RealColumns } from './real-columns.ts';

export const FIXTURE = join(
  import.meta.dirname,
  '../../../tests/fixtures/statistics/calibration-columns.safetensors',
);

export function fixtureColumns(): RealColumns {
  return decodeRealColumns(readFileSync(FIXTURE));
}
