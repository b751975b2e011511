/** A connection that a busy server hands over to its busy engine. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { startServer } from '../../src/main/server/server.ts';

const TINY = join(import.meta.dirname, '..', 'fixtures', 'tiny-engine');
const PAGES = 3;
/** So long that a page that is let in has said something; the engine is busy for longer. */
const BUSY_MS = 100;

function blockThread(): void {
  for (const end = performance.now() + BUSY_MS; performance.now() < end;);
}

it('takes every word of a page with it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'pairlens-handover-'));
  const server = await startServer({
    home,
    engineEntry: join(import.meta.dirname, 'busy-engine.child.ts'),
    rendererDir: join(TINY, 'renderer'),
  });
  const { sessions } = server.access;
  // It is asked whether the page may come in, hands its socket over, and is busy before it looks at what came meanwhile.
  const use = vi.spyOn(sessions, 'use').mockImplementation((token) => {
    setImmediate(blockThread);
    return sessions.holds(token);
  });
  try {
    const page = join(import.meta.dirname, 'page.child.ts');
    const told = [String(server.port), sessions.issue(), String(PAGES)];
    const { stdout } = await promisify(execFile)(process.execPath, [page, ...told]);
    expect(use).toHaveBeenCalledTimes(PAGES);
    expect(Number(stdout)).toBe(PAGES);
  } finally {
    await server.close();
    rmSync(home, { recursive: true });
  }
});
