/**
 * Starts the analysis with the id named second in the workspace below the folder named first, and dies in the middle of the
 * transaction that stores what the third names: the item at a position, or the 'result'.
 */
import { openEngine } from '../../src/main/engine/engine.ts';
import { toyWorks } from './toy-analysis.ts';

const [, , home = '', id, moment] = process.argv;
const engine = await openEngine({ home, shell: 'cli', works: toyWorks() });
engine.store.database.function('die', () => process.kill(process.pid, 'SIGKILL'));
const when =
  moment === 'result'
    ? "AFTER INSERT ON main.analysis_result WHEN new.name = 'by_item'"
    : `AFTER UPDATE OF state ON main.analysis_item WHEN new.position = ${Number(moment)}`;
engine.store.database.exec(`CREATE TEMP TRIGGER die_here ${when} BEGIN SELECT die(); END`);
await engine.analyses.finish({ id: Number(id) });
console.log('not killed');
