/** Runs that leave this workspace as a file. */
import { client } from '../engine/client.ts';
import { showError } from '../engine/server-state.ts';
import { PieceCollector } from './pieces.ts';
import { saveFile } from './save-file.ts';

/** Saves a run with its sets, metrics and hashes, without activations; the tray of jobs says how far it is. */
export function saveBundle(runId: number): void {
  void (async () => {
    try {
      const pieces = new PieceCollector();
      for await (const { base64 } of await client.bundles.write({ runId, tensors: false }))
        pieces.add(base64);
      saveFile(pieces.blob('application/zip'), `run-${runId}.pairlens`);
    } catch (error) {
      showError(error);
    }
  })();
}
