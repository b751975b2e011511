/** Which workspace a start of the program asks for. */
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
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

/** One name for one file, however it was reached, also where it is still to be made. */
export function identityOf(storePath: string): string {
  if (existsSync(storePath)) return realpathSync(storePath);
  const path = resolve(storePath);
  const folder = dirname(path);
  return folder === path ? path : join(identityOf(folder), basename(path));
}
