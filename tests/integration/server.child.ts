/** A server with the tiny engine in a process of its own, to be killed: prints its port and a session as JSON. */
import { join } from 'node:path';
import { startServer } from '../../src/main/server/server.ts';

const [home] = process.argv.slice(2);
const tiny = join(import.meta.dirname, '..', 'fixtures', 'tiny-engine');
const server = await startServer({
  home,
  engineEntry: join(tiny, 'process.ts'),
  rendererDir: join(tiny, 'renderer'),
});
const { port, access } = server;
process.stdout.write(`${JSON.stringify({ port, session: access.sessions.issue() })}\n`);
