/** Runs as pages to read, print and send. */
import { client } from '../engine/client.ts';
import { showError } from '../engine/server-state.ts';
import { saveFile } from './save-file.ts';

/** Saves a run as one page of HTML; the tray of jobs says how far it is. */
export function saveReport(runId: number): void {
  void (async () => {
    try {
      saveFile(await client.exports.report({ runId }), `run-${runId}-report.html`);
    } catch (error) {
      showError(error);
    }
  })();
}
