/** Stores that several workers begin with: prepared once, by the first that needs one, and copied by each. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Names the folder that has them; global-setup.ts makes it and removes it. */
export const PREPARED = 'PAIRLENS_E2E_PREPARED';

/** Milliseconds between two looks at whether another worker has come to its end. */
const LOOK_AGAIN = 100;

/**
 * Puts into `home` what `prepare` makes of an empty one.
 * @param name of what is prepared; the same preparation has the same name
 * @throws what `prepare` throws; in the other workers, that it failed
 */
export async function copyPrepared(
  name: string,
  home: string,
  prepare: (home: string) => Promise<unknown>,
): Promise<void> {
  const shared = process.env[PREPARED];
  if (shared === undefined) throw new Error(`${PREPARED} is set by global-setup.ts`);
  const folder = join(shared, name);
  const [prepared, done, failed] = ['home', 'done', 'failed'].map((file) => join(folder, file)) as Paths;
  if (isFirst(folder)) {
    mkdirSync(prepared);
    try {
      await prepare(prepared);
    } catch (error) {
      writeFileSync(failed, '');
      throw error;
    }
    writeFileSync(done, '');
  }
  while (!existsSync(done)) {
    if (existsSync(failed)) throw new Error(`${name}: could not be prepared; another worker says why`);
    await setTimeout(LOOK_AGAIN);
  }
  cpSync(prepared, home, { recursive: true });
}

type Paths = [prepared: string, done: string, failed: string];

/** Whether nobody has made the folder before; of two that make it at once, one has. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
