/** Computes the statistics of run 1 of a home's workspace, which its screens show, so that copies of the store have them. */
import { openEngine } from '../src/main/engine/engine.ts';

const engine = await openEngine({ home: process.argv[2] ?? '', shell: 'cli' });
try {
  await engine.aggregates.rows({ runId: 1, group: '' });
} finally {
  await engine.close();
}
