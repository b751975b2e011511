/** A run as one file that another workspace can take in. */
import { join } from 'node:path';
import { hashFile } from '../files/hash-file.ts';
import { zipPieces } from '../files/zip-pieces.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import { pairlensVersion } from '../paths.ts';
import { provenanceOf } from '../runs/provenance.ts';
import { openReadableStore, openStore } from '../store/database.ts';
import { prepared } from '../store/handles.ts';
import { getRun } from '../store/runs.ts';
import { Turn } from '../threads/turns.ts';
import { MANIFEST_FILE, manifestOf, WORKSPACE_FILE } from './manifest.ts';
import { type Notes, notesOfRun, notesSummary, putNotes } from './notes.ts';
import { begin, WRITING } from './progress.ts';
import { countRows, insertRow, type RowOfRun, rowsOfRun } from './rows-of-run.ts';
import { toldFile } from './told-file.ts';

export interface BundleRequest {
  readonly runId: number;
  /** Whether the activations that the run keeps go along. */
  readonly tensors: boolean;
  /** Whether notes and pins of it, and the saved views of its project, go along. */
  readonly notes: boolean;
}

/** Rows that are written together. */
const TOGETHER = 200;

/**
 * The bytes of a bundle, in pieces. Numbers of runs, sets and pairs stay as they are, and with them every hash.
 * @param storePath of the workspace
 * @param folder an empty one, for what is made on the way
 * @throws the signal's reason; PairlensError as opening a store does
 */
export async function* bundleOf(
  storePath: string,
  folder: string,
  request: BundleRequest,
  { signal, report }: { readonly signal: AbortSignal; readonly report: JobReport },
): AsyncGenerator<Uint8Array> {
  const path = join(folder, WORKSPACE_FILE);
  const { provenance, notes } = await copyRun(storePath, path, request, {
    signal,
    tell: begin(report, WRITING.copy),
  });
  const { bytes, sha256 } = await hashFile(path, begin(report, WRITING.hash));
  const manifest = manifestOf({
    pairlens: pairlensVersion(),
    run: provenance,
    tensors: request.tensors,
    ...(notes !== null && { notes: notesSummary(notes) }),
    files: { [WORKSPACE_FILE]: { bytes, sha256 } },
  });
  const tell = begin(report, WRITING.pack);
  const file = toldFile(path, bytes, tell);
  try {
    yield* zipPieces((zip) => {
      zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), MANIFEST_FILE);
      zip.addReadStream(file.content, WORKSPACE_FILE, { size: bytes });
    }, signal);
  } finally {
    await file.close();
  }
}

async function copyRun(
  storePath: string,
  path: string,
  { runId, tensors, notes: withNotes }: BundleRequest,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (share: number) => void },
): Promise<{ provenance: ReturnType<typeof provenanceOf>; notes: Notes | null }> {
  // Connections of their own: all rows are of one moment, and others may write meanwhile.
  const from = openReadableStore(storePath);
  const to = openStore(path);
  try {
    const run = getRun(from.database, runId);
    to.write((database) =>
      prepared(database, "INSERT INTO project (id, name, created_at) VALUES (?, 'Bundle', ?)").run(
        run.projectId,
        run.createdAt,
      ),
    );
    const turn = new Turn();
    let batch: RowOfRun[] = [];
    let done = 0;
    const store = () => {
      to.write((database) => {
        for (const { table, row } of batch) insertRow(database, table, withoutPlaces(table, row));
      });
      done += batch.length;
      batch = [];
      tell(done / total);
    };
    from.database.exec('BEGIN');
    const total = countRows(from.database, runId, { tensors });
    for (const row of rowsOfRun(from.database, runId, { tensors })) {
      batch.push(row);
      if (batch.length < TOGETHER) continue;
      store();
      if (!turn.isOver) continue;
      await turn.give();
      signal.throwIfAborted();
    }
    store();
    const notes = withNotes ? notesOfRun(from.database, runId) : null;
    if (notes !== null) to.write((database) => putNotes(database, run.projectId, notes));
    return { provenance: provenanceOf(run), notes };
  } finally {
    to.close();
    from.close();
  }
}

/** Where a model lay on this machine is nobody's business elsewhere. */
function withoutPlaces(table: RowOfRun['table'], row: RowOfRun['row']): RowOfRun['row'] {
  return table === 'model' ? { ...row, folder: `bundle:${String(row['name'])}` } : row;
}
