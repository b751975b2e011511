import { resolve } from 'node:path';
import { PairlensError } from '../../shared/errors.ts';
import { defaultHome } from '../engine/paths.ts';
import { BrowserAccess, linkTo, type ServerRecord } from './browser-access.ts';

export interface LinkOptions {
  readonly home?: string | undefined;
  /** Of the server, where several are running. */
  readonly port?: number | undefined;
  readonly storePath?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Prints a new link to the server that runs from this home, one to each where there are several: `pairlens serve --link`.
 *
 * @throws {PairlensError} NOT_FOUND when no server runs, or none as described
 */
export function printLinks({ home = defaultHome(), port, storePath, json = false }: LinkOptions): void {
  const access = new BrowserAccess(resolve(home));
  const servers = access
    .runningServers()
    .filter((server) => port === undefined || server.port === port)
    .filter((server) => storePath === undefined || server.storePath === resolve(storePath));
  if (servers.length === 0)
    throw new PairlensError('NOT_FOUND', `no workbench is being served from ${home}; start one`, { home });
  const links = servers.map((server) => ({ url: linkTo(server.address, access.links.issue()), server }));
  if (json) {
    const documents = links.map(({ url, server }) => ({ url, port: server.port, store: server.storePath }));
    process.stdout.write(`${JSON.stringify(documents.length === 1 ? documents[0] : documents)}\n`);
  } else for (const { url, server } of links) process.stdout.write(`${nameOf(server)} is at ${url}\n`);
}

function nameOf({ storePath }: ServerRecord): string {
  return storePath === null ? 'The workbench' : `The workbench of ${storePath}`;
}
