import { parseArgs } from 'node:util';
import { messageOf } from '../../core/errors.ts';
import { PairlensError } from '../../shared/errors.ts';
import type { ServeOptions } from './serve.ts';

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  store: { type: 'string' },
  'no-open': { type: 'boolean', default: false },
  link: { type: 'boolean', default: false },
} as const;

/** @throws {PairlensError} BAD_REQUEST for a port that is none */
export function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new PairlensError('BAD_REQUEST', `--port ${text}: a port is a number from 0 to 65535`, {
      port: text,
    });
  return port;
}

export interface CommandLineOptions extends Omit<ServeOptions, 'linkCommand'> {
  /** Whether a link to a server that runs is wanted, and no new one. */
  readonly link: boolean;
}

/**
 * Reads `[--port N] [--host ADDRESS] [--store FILE] [--no-open] [--link]`.
 *
 * @throws {PairlensError} BAD_REQUEST for anything else
 */
export function readServeOptions(args: readonly string[]): CommandLineOptions {
  const { values } = parse(args);
  return {
    port: values.port === undefined ? undefined : readPort(values.port),
    host: values.host,
    storePath: values.store,
    open: !values['no-open'],
    link: values.link,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS });
  } catch (error) {
    throw new PairlensError('BAD_REQUEST', messageOf(error));
  }
}
