/** Starts the analysis with the id named second in the workspace below the folder named first, and dies with the item named third. */
import { openEngine } from '../../src/main/engine/engine.ts';

const [, , home = '', id, position] = process.argv;
const engine = await openEngine({ home, shell: 'cli' });
engine.store.database.function('die', () => process.kill(process.pid, 'SIGKILL'));
engine.store.database.exec(
  `CREATE TEMP TRIGGER die_here AFTER UPDATE OF state ON main.analysis_item WHEN new.position = ${Number(position)} BEGIN SELECT die(); END`,
);
await engine.analyses.finish({ id: Number(id) });
console.log('not killed');
