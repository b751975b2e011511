/**
 * Starts the run with the id named second in the workspace below the folder named first, and dies in the middle of the
 * transaction that stores one pair or neutral more than the number that is named third.
 */
import { prepared } from '../../src/main/engine/store/handles.ts';
import { openWorkspace, runToEnd } from './workspace.ts';

const [, , home = '', runId, done] = process.argv;
const engine = await openWorkspace(home);
engine.store.database.function('die', () => process.kill(process.pid, 'SIGKILL'));
engine.store.database.exec(`
  CREATE TEMP TRIGGER die_here AFTER UPDATE OF state ON main.run_item
  WHEN (SELECT count(*) FROM main.run_item WHERE state = 'done') > ${Number(done)}
  BEGIN SELECT die(); END`);
console.log(
  prepared<{ state: string }>(engine.store.database, 'SELECT state FROM run WHERE id = ?').get(Number(runId)),
);
await runToEnd(engine, Number(runId));
console.log('not killed');
