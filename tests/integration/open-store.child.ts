/**
 * Opens the store named first, as a process of its own; 'kill': writes, then dies without closing; 'hold': says 'open', and
 * then makes a project for each line that comes, saying so, until there are no more lines.
 */
import { createInterface } from 'node:readline';
import { PairlensError } from '../../src/shared/errors.ts';
import { openReadableStore, openStore } from '../../src/main/engine/store/database.ts';
import { createProject, listProjects } from '../../src/main/engine/store/projects.ts';

const [, , path = '', mode] = process.argv;
try {
  if (mode === 'read') {
    const store = openReadableStore(path);
    console.log(`read ${listProjects(store.database).length} projects`);
    store.close();
  } else if (mode === 'hold') {
    const store = openStore(path);
    console.log('open');
    for await (const name of createInterface(process.stdin)) {
      store.write(() => createProject(store.database, { name, description: '' }));
      console.log(`stored ${name}`);
    }
    store.close();
  } else {
    const store = openStore(path);
    store.write(() => createProject(store.database, { name: 'Before the kill', description: '' }));
    if (mode === 'kill') process.kill(process.pid, 'SIGKILL');
    store.close();
  }
} catch (error) {
  if (!(error instanceof PairlensError)) throw error;
  console.log(`${error.code} ${error.message}`);
}
