import type { Server } from 'node:http';
import { PairlensError } from '../../shared/errors.ts';

function listenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const details = { port, host };
  switch (error.code) {
    case 'EADDRINUSE':
      return new PairlensError(
        'PORT_IN_USE',
        `port ${port} on ${host} is in use; choose another one`,
        details,
      );
    case 'EACCES':
      return new PairlensError(
        'BAD_REQUEST',
        `port ${port} is not open to this user; choose one above 1023`,
        details,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new PairlensError('BAD_REQUEST', `host ${host} is not an address of this machine`, details);
    default:
      return error;
  }
}

/**
 * @returns the port that was taken
 * @throws {PairlensError} PORT_IN_USE, or BAD_REQUEST for a port or an address that cannot be listened on
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, port, host)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
