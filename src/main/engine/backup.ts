/** Backups of a workspace: a file beside it, or where a person says. */
import { existsSync, statSync } from 'node:fs';
import { format, parse, resolve } from 'node:path';
import { PairlensError } from '../../shared/errors.ts';
import type { Jobs } from './jobs/jobs.ts';
import { openReadableStore, type ReadableStore } from './store/database.ts';
import { copyWhole, type CopyProgress, isSoundFile } from './store/whole-copy.ts';
import type { Asked } from './threads/readings.ts';

/** @throws PairlensError FILE_NOT_FOUND; what opening a store and copying it throws */
export async function backUpWorkspace(
  store: string,
  out: string,
  options: { readonly onProgress?: (progress: CopyProgress) => void } = {},
): Promise<{ bytes: number; sound: boolean }> {
  const path = resolve(store);
  if (!existsSync(path)) throw new PairlensError('FILE_NOT_FOUND', `no workspace at ${path}`, { path });
  checkCanBeCopied(path);
  await copyWhole(path, out, options);
  return { bytes: statSync(out).size, sound: isSoundFile(out) };
}

/** Of an older shape too: it is copied as it is. */
function checkCanBeCopied(path: string): void {
  try {
    openReadableStore(path).close();
  } catch (error) {
    const isOlder =
      error instanceof PairlensError &&
      error.code === 'STORE_READONLY' &&
      error.details['version'] !== undefined;
    if (!isOlder) throw error;
  }
}

export class BackupService {
  readonly #store: ReadableStore;
  readonly #jobs: Pick<Jobs, 'run'>;
  readonly #readings: Asked<{ isSoundFile: (path: string) => boolean }>;

  constructor(
    store: ReadableStore,
    jobs: Pick<Jobs, 'run'>,
    readings: Asked<{ isSoundFile: (path: string) => boolean }>,
  ) {
    this.#store = store;
    this.#jobs = jobs;
    this.#readings = readings;
  }

  /**
   * Copies the workspace beside itself, under the moment's name, as a job.
   * @returns where the copy is, and whether its pages are sound: a damaged workspace makes a damaged copy
   * @throws PairlensError CANCELLED; what {@link copyWhole} throws
   */
  async make(): Promise<{ path: string; sound: boolean }> {
    const path = placeFor(this.#store.path, new Date());
    await this.#jobs.run(
      { kind: 'export', title: 'Backup of the workspace', subject: {}, unit: 'pages' },
      async (signal, report) => {
        report.activity('Copying the workspace');
        await copyWhole(this.#store.path, path, {
          signal,
          onProgress: (progress) => report.progress(progress),
        });
      },
    );
    return { path, sound: await this.#readings.isSoundFile(path) };
  }
}

/** study.sqlite → study.backup-20261126T073000Z.sqlite, or -2, -3, … of the same second. */
function placeFor(store: string, moment: Date): string {
  const { dir, name, ext } = parse(store);
  const stamp = moment.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let copy = 1; ; copy++) {
    const path = format({ dir, name: `${name}.backup-${stamp}${copy === 1 ? '' : `-${copy}`}`, ext });
    if (!existsSync(path)) return path;
  }
}
