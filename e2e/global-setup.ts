import { ensureBuilt } from '../scripts/built.ts';

/** The specs run the workbench as built. */
export default function globalSetup(): void {
  ensureBuilt();
}
