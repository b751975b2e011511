/** A client of the engine that a server started, as the page in a browser is one. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import { TOKEN_PROTOCOL_PREFIX, WEBSOCKET_PATH, WEBSOCKET_PROTOCOL } from '../src/shared/browser-access.ts';
import type { Contract } from '../src/shared/contract.ts';

/** Where a server listens, and what opens it. */
export interface ServerAddress {
  readonly port: number;
  readonly session: string;
}

export interface BenchClient {
  readonly engine: ContractRouterClient<Contract>;
  close(): void;
}

export async function connect({ port, session }: ServerAddress): Promise<BenchClient> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}${WEBSOCKET_PATH}`,
    [WEBSOCKET_PROTOCOL, `${TOKEN_PROTOCOL_PREFIX}${session}`],
    { origin: `http://127.0.0.1:${port}` },
  );
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // ws's socket has the four members of a browser's that the link uses.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { engine: createORPCClient(link), close: () => socket.terminate() };
}
