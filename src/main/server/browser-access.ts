/**
 * How browsers come in: by a link that opens the workbench once, and from then on by the session that the link was
 * exchanged for. In `<home>/browser`:
 *   links/, sessions/   hashes of the tokens that hold
 *   servers/<pid>-<port>.json  the servers that are running, so that `pairlens serve --link` finds them
 *   open-*.html         what a browser is opened with, see open-browser.ts
 */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isMissingFile } from '../engine/files/failures.ts';
import { isRunning } from '../engine/files/is-running.ts';
import { makeFolder } from '../engine/files/make-folder.ts';
import { TokenFolder } from './token-folder.ts';

const HOUR_MS = 3_600_000;
const LINKS_HOLD_MS = 24 * HOUR_MS;
const SESSIONS_HOLD_MS = 30 * 24 * HOUR_MS;

const runningServer = z.object({
  pid: z.int(),
  port: z.int(),
  /** `http://127.0.0.1:8417/` */
  address: z.url(),
  /** The workspace that it was told to open; null for the default one. */
  storePath: z.string().nullable(),
});
/** A server as it says of itself. */
export type ServerRecord = z.infer<typeof runningServer>;

export class BrowserAccess {
  readonly folder: string;
  readonly links: TokenFolder;
  readonly sessions: TokenFolder;

  /** @param home where workspaces and models live */
  constructor(home: string) {
    this.folder = join(home, 'browser');
    this.links = new TokenFolder(join(this.folder, 'links'), LINKS_HOLD_MS);
    this.sessions = new TokenFolder(join(this.folder, 'sessions'), SESSIONS_HOLD_MS);
  }

  /** A session for the token of a link; null where the link was used before, or is too old. */
  exchange(link: string): string | null {
    if (!this.links.holds(link)) return null;
    const session = this.sessions.issue();
    if (this.links.take(link)) return session;
    this.sessions.take(session);
    return null;
  }

  announce(server: ServerRecord): void {
    makeFolder(this.#servers, 0o700);
    const partial = `${this.#fileOf(server)}.partial`;
    writeFileSync(partial, JSON.stringify(server), { mode: 0o600 });
    renameSync(partial, this.#fileOf(server));
  }

  withdraw(server: Pick<ServerRecord, 'pid' | 'port'>): void {
    rmSync(this.#fileOf(server), { force: true });
  }

  /** The servers that are running; what one left behind that was killed is removed. */
  runningServers(): ServerRecord[] {
    return this.#announced().filter((server) => {
      if (isRunning(server.pid)) return true;
      this.withdraw(server);
      return false;
    });
  }

  get #servers(): string {
    return join(this.folder, 'servers');
  }

  #fileOf({ pid, port }: Pick<ServerRecord, 'pid' | 'port'>): string {
    return join(this.#servers, `${pid}-${port}.json`);
  }

  #announced(): ServerRecord[] {
    // Without the folder none was ever started from this home.
    const names = unlessGone(() => readdirSync(this.#servers)) ?? [];
    return names
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => unlessGone(() => readFileSync(join(this.#servers, name), 'utf8')) ?? [])
      .flatMap((text) => parseRecord(text) ?? []);
  }
}

/** null for what is not there, because it has just been withdrawn. */
function unlessGone<Found>(look: () => Found): Found | null {
  try {
    return look();
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/** null for what no server has written. */
function parseRecord(text: string): ServerRecord | null {
  try {
    return runningServer.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The address that opens the workbench once. The token is in its fragment, which browsers send to nobody. */
export function linkTo(address: string, token: string): string {
  return `${address}#token=${token}`;
}
