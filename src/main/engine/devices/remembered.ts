/**
 * How far a device's numbers lay from the CPU's, by model, or why it did not compute it: a small file each in `<home>/devices/`. Where the folder cannot be
 * written, as on a shared home that is read-only, it is known to this process alone and measured again by the next.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Device } from '../../../shared/device-names.ts';
import type { Precision } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { sha256 } from '../files/hashing.ts';
import { readIfThere } from '../files/if-there.ts';
import { writeWholeFile } from '../files/write-file.ts';
import { modelEnvironment } from '../inference/environment.ts';
import { type Comparison, comparison } from './device-messages.ts';

/** What was compared: other weights, another graph or another ONNX Runtime are another comparison. */
export interface Compared {
  readonly device: Device;
  /** sha256 of the checkpoint's weights. */
  readonly weightsHash: string;
  /** sha256 of the compiled graph. */
  readonly graphHash: string;
  readonly precision: Precision;
}

/** `at`: when; a driver may be another some time later. */
const failure = z.strictObject({ failed: z.string(), at: z.iso.datetime() });
const stored = z.union([comparison.strict(), failure]);
type Stored = z.infer<typeof stored>;

/** So long a failure is believed. */
const FAILURE_LASTS = 7 * 24 * 60 * 60 * 1000;

/** Why a comparison is not kept: it is measured again another time. */
const NOT_KEPT: ReadonlySet<string> = new Set(['FILE_UNWRITABLE', 'DISK_FULL']);

export class RememberedComparisons {
  readonly #folder: string;
  readonly #known = new Map<string, Stored>();

  constructor(home: string) {
    this.#folder = join(home, 'devices');
  }

  /** null where it has not been compared on this machine; a file that cannot be understood says nothing. */
  async get(what: Compared): Promise<Comparison | { readonly failed: string } | null> {
    const key = keyOf(what);
    const known = this.#known.get(key) ?? parse(await this.#read(key));
    if (known === null) return null;
    this.#known.set(key, known);
    if (!('failed' in known)) return known;
    return Date.now() - Date.parse(known.at) < FAILURE_LASTS ? { failed: known.failed } : null;
  }

  put(what: Compared, found: Comparison): Promise<void> {
    return this.#keep(keyOf(what), found);
  }

  putFailure(what: Compared, failed: string): Promise<void> {
    return this.#keep(keyOf(what), { failed, at: new Date().toISOString() });
  }

  async #keep(key: string, found: Stored): Promise<void> {
    this.#known.set(key, found);
    try {
      await writeWholeFile(this.#path(key), `${JSON.stringify(found)}\n`);
    } catch (error) {
      if (!(error instanceof PairlensError) || !NOT_KEPT.has(error.code)) throw error;
    }
  }

  async #read(key: string): Promise<string | null> {
    try {
      return await readIfThere(this.#path(key));
    } catch (error) {
      if (error instanceof PairlensError && error.code === 'FILE_UNREADABLE') return null;
      throw error;
    }
  }

  #path(key: string): string {
    return join(this.#folder, `${key}.json`);
  }
}

/** Machines that share a home have cards of their own. */
function keyOf({ device, weightsHash, graphHash, precision }: Compared): string {
  const machine = sha256(`${hostname()} ${process.platform} ${process.arch}`).slice(0, 8);
  const kept = precision === 'float32' ? '' : `-${precision}`;
  const model = `${weightsHash.slice(0, 16)}-${graphHash.slice(0, 8)}${kept}`;
  return `${model}-${device}-${modelEnvironment.ortVersion}-${machine}`;
}

function parse(text: string | null): Stored | null {
  try {
    return stored.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
