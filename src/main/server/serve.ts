import { isLoopback } from './access.ts';
import { hasDisplay, openBrowser } from './open-browser.ts';
import { type ServerOptions, startServer } from './server.ts';

export interface ServeOptions extends ServerOptions {
  /** Whether to open the person's browser where there is a screen. */
  readonly open?: boolean | undefined;
  /** Whether the address is printed as a JSON document. */
  readonly json?: boolean | undefined;
  /** What a person calls to get another link. */
  readonly linkCommand: string;
}

/** Settles when the process is asked to end. */
function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

/**
 * Serves the workbench until the process is asked to end (Ctrl-C), then closes the store: what `pairlens serve` and
 * `npm start` without Electron do. The address goes to standard output, everything else to standard error.
 *
 * @throws {PairlensError} as startServer
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { open = false, json = false, linkCommand, ...serverOptions } = options;
  const ended = askedToEnd();
  const server = await startServer(serverOptions);
  const { port, address, access } = server;
  const url = server.newLink();
  process.stdout.write(json ? `${JSON.stringify({ url, port })}\n` : `The workbench is at ${url}\n`);
  process.stderr.write(
    `Stop it with Ctrl-C. This link works once, for the browser that opens it first; another one: ${linkCommand}\n`,
  );
  if (options.host !== undefined && !isLoopback(options.host))
    process.stderr.write(
      `It listens on ${options.host} without encryption; an SSH tunnel to a loopback address is safer.\n`,
    );
  const closeFile =
    open && hasDisplay(process.platform, process.env) ? openBrowser(address, access) : () => undefined;
  await ended;
  closeFile();
  await server.close();
}
