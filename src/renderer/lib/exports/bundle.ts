/** Runs that leave this workspace as a file. */
import { client } from '../engine/client.ts';
import { showError } from '../engine/server-state.ts';
import { PieceCollector } from './pieces.ts';
import { saveFile } from './save-file.ts';

export interface BundleParts {
  /** What people have noted about the run, its pairs and its heads, and its saved views. */
  readonly notes: boolean;
  /** The activations that it keeps. */
  readonly tensors: boolean;
}

/** Saves a run with its sets, metrics and hashes; the tray of jobs says how far it is. */
export function saveBundle(runId: number, { notes, tensors }: BundleParts): void {
  save(`run-${runId}.pairlens`, 'application/zip', () => client.bundles.write({ runId, tensors, notes }));
}

/** Saves a notebook with the tables that it loads, as a zip archive. */
export function saveNotebook(runId: number): void {
  save(`run-${runId}-notebook.zip`, 'application/zip', () => client.exports.notebook({ runId }));
}

/** Saves the activations that a run keeps. */
export function saveTensors(runId: number): void {
  save(`run-${runId}.safetensors`, 'application/octet-stream', () => client.exports.tensors({ runId }));
}

function save(
  name: string,
  type: string,
  ask: () => Promise<AsyncIterable<{ readonly base64: string }>>,
): void {
  void (async () => {
    try {
      const pieces = new PieceCollector();
      for await (const { base64 } of await ask()) pieces.add(base64);
      saveFile(pieces.blob(type), name);
    } catch (error) {
      showError(error);
    }
  })();
}
