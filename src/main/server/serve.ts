import { isLoopback } from './access.ts';
import { hasDisplay, openBrowser } from './open-browser.ts';
import { type ServerOptions, startServer } from './server.ts';

export interface ServeOptions extends ServerOptions {
  /** Whether to open the person's browser where there is a screen. */
  readonly open?: boolean | undefined;
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
export async function serve({ open = false, ...options }: ServeOptions): Promise<void> {
  const ended = askedToEnd();
  const server = await startServer(options);
  process.stdout.write(`The workbench is at ${server.url}\n`);
  process.stderr.write('Stop it with Ctrl-C. The address carries the key to your data: do not pass it on.\n');
  if (options.host !== undefined && !isLoopback(options.host))
    process.stderr.write(
      `It listens on ${options.host} without encryption; an SSH tunnel to a loopback address is safer.\n`,
    );
  if (open && hasDisplay(process.platform, process.env)) openBrowser(server.url);
  await ended;
  await server.close();
}
