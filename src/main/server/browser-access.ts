/**
 * How browsers come in: by a link that opens the workbench once, and from then on by the session that the link was
 * exchanged for. In `<home>/browser`:
 *   links/, sessions/   hashes of the tokens that hold
 *   servers/<pid>-<port>.json  the servers that are running, so that `pairlens serve --link` finds them
 *   open-*.html         what a browser is opened with, see open-browser.ts
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    return this.links.take(link) ? this.sessions.issue() : null;
  }

  announce(server: ServerRecord): void {
    makeFolder(this.#servers, 0o700);
    writeFileSync(this.#fileOf(server), JSON.stringify(server), { mode: 0o600 });
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
    try {
      return readdirSync(this.#servers)
        .filter((name) => name.endsWith('.json'))
        .map((name) => runningServer.parse(JSON.parse(readFileSync(join(this.#servers, name), 'utf8'))));
    } catch (error) {
      // None was ever started from this home.
      if (isMissingFile(error)) return [];
      throw error;
    }
  }
}

/** The address that opens the workbench once. The token is in its fragment, which browsers send to nobody. */
export function linkTo(address: string, token: string): string {
  return `${address}#token=${token}`;
}
