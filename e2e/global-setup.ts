import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../scripts/built.ts';
import { FOR_PEOPLE, tellOfPictures } from './pictures.ts';
import { PREPARED } from './prepared.ts';

/** The specs run the workbench as built, on stores that they share the making of. Returns what is done at the end. */
export default function globalSetup(): () => void {
  ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'pairlens-e2e-prepared-'));
  process.env[PREPARED] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
    if (FOR_PEOPLE) tellOfPictures();
  };
}
