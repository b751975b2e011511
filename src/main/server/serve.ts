import { isLoopback } from './access.ts';
import { hasDisplay, openBrowser } from './open-browser.ts';
import { type ServerOptions, startServer } from './server.ts';

export interface ServeOptions extends ServerOptions {
  /** Whether to open the person's browser where there is a screen. */
  readonly open?: boolean | undefined;
  /** Whether the address is printed as a JSON document. */
  readonly json?: boolean | undefined;
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
export async function serve({ open = false, json = false, ...options }: ServeOptions): Promise<void> {
  const ended = askedToEnd();
  const server = await startServer(options);
  const { url, port } = server;
  process.stdout.write(json ? `${JSON.stringify({ url, port })}\n` : `The workbench is at ${url}\n`);
  process.stderr.write('Stop it with Ctrl-C. The address carries the key to your data: do not pass it on.\n');
  if (options.host !== undefined && !isLoopback(options.host))
    process.stderr.write(
      `It listens on ${options.host} without encryption; an SSH tunnel to a loopback address is safer.\n`,
    );
  if (open && hasDisplay(process.platform, process.env)) openBrowser(url);
  await ended;
  await server.close();
}
