/** Which workspace a start of the program asks for. */
import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What a second start tells the first one; Chromium reorders the arguments that it passes on by itself. */
const startData = z.object({ store: z.string().nullable() });
export type StartData = z.infer<typeof startData>;

/**
 * `--store FILE` opens that workspace; every other argument is Chromium's.
 * @returns the file, from the folder in which the program was started; null where none is named
 */
export function storeArgument(args: readonly string[]): string | null {
  const { values } = parseArgs({ args: [...args], options: { store: { type: 'string' } }, strict: false });
  return typeof values.store === 'string' ? resolve(values.store) : null;
}

/** The workspace that another start asked for; null where it named none, or is of a Pairlens that says it otherwise. */
export function storeOfStart(additionalData: unknown): string | null {
  return startData.safeParse(additionalData).data?.store ?? null;
}

/** One name for one file, however it was reached. */
export function identityOf(storePath: string): string {
  return existsSync(storePath) ? realpathSync(storePath) : resolve(storePath);
}
