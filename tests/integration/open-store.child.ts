/** Opens the store named first, as a process of its own; 'kill': writes, then dies without closing. */
import { PairlensError } from '../../src/shared/errors.ts';
import { openReadableStore, openStore } from '../../src/main/engine/store/database.ts';
import { createProject, listProjects } from '../../src/main/engine/store/projects.ts';

const [, , path = '', mode] = process.argv;
try {
  if (mode === 'read') {
    const store = openReadableStore(path);
    console.log(`read ${listProjects(store.database).length} projects`);
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
