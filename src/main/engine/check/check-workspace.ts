/** `pairlens check`: everything that has a hash or a structure, looked at once. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { openReadableStore, type ReadableStore } from '../store/database.ts';
import { isLeftOpen, leftOpenWords } from '../store/left-open.ts';
import { openSqlite } from '../store/open-sqlite.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { damageWords, isDamage } from '../store/sqlite-errors.ts';
import { type Check, damage, type Finding, remark, RESCUE } from './check.ts';
import { analyses } from './check-analyses.ts';
import { finding, pages, references } from './check-file.ts';
import { models } from './check-models.ts';
import { runFolders } from './check-run-folders.ts';
import { runs, tensors } from './check-runs.ts';

/** In this order; of a store of an older shape, the first two. */
const OF_ANY_SHAPE: readonly Check[] = [pages, references];
const CHECKS: readonly Check[] = [...OF_ANY_SHAPE, runs, runFolders, tensors, analyses, models];

export interface CheckReport {
  readonly store: string;
  readonly sound: boolean;
  readonly findings: readonly (Finding & { readonly check: string })[];
}

/**
 * @param onCheck told what is looked at
 * @throws PairlensError FILE_NOT_FOUND; STORE_INVALID, STORE_NEWER, STORE_BUSY or STORE_LINKED for what cannot be looked at
 */
export async function checkWorkspace(
  place: { readonly store: string; readonly home: string },
  onCheck: (title: string) => void,
): Promise<CheckReport> {
  const path = resolve(place.store);
  const findings: (Finding & { check: string })[] = [];
  const add = (check: string, ...found: Finding[]) => {
    for (const one of found) findings.push({ check, ...one });
  };
  const opened = open(path);
  add('opening', ...opened.findings);
  try {
    for (const check of opened.checks) {
      onCheck(check.title);
      for await (const one of finding(check, { path, home: place.home, database: opened.database }))
        add(check.name, one);
    }
  } finally {
    opened.close();
  }
  return { store: path, sound: !findings.some(({ is }) => is === 'damaged'), findings };
}

interface Opened {
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  readonly database: ReadableDatabase;
  close(): void;
}

function open(path: string): Opened {
  if (!existsSync(path)) throw new PairlensError('FILE_NOT_FOUND', `no workspace at ${path}`, { path });
  try {
    const store = openReadableStore(path);
    return {
      findings: leftOpen(store),
      checks: CHECKS,
      database: store.database,
      close: () => store.close(),
    };
  } catch (error) {
    if (!(error instanceof PairlensError)) throw error;
    if (isDamage(error))
      return {
        findings: [damage(`it cannot be opened: ${damageWords(error)}`, RESCUE)],
        checks: [],
        database: openSqlite(':memory:') as ReadableDatabase,
        close: () => undefined,
      };
    const { version } = error.details;
    if (error.code !== 'STORE_READONLY' || typeof version !== 'number') throw error;
    const database = openSqlite(path, { readonly: true }) as ReadableDatabase;
    return {
      findings: [
        remark(
          `it has an older shape (version ${version}), of which only pages and references are looked at`,
          'open it for writing once, which brings it to the newest one, and check again',
        ),
      ],
      checks: OF_ANY_SHAPE,
      database,
      close: () => database.close(),
    };
  }
}

function leftOpen(store: ReadableStore): Finding[] {
  const { path } = store;
  if (!isLeftOpen(path, store.hasWriter())) return [];
  return [remark(leftOpenWords(path), 'the next Pairlens that opens it for writing makes one file of them')];
}
