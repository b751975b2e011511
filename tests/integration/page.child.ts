/**
 * Pages that connect to a server one after the other, each with a question as soon as it is let in: prints how many were
 * answered.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { TinyContract } from '../fixtures/tiny-engine/contract.ts';

const [port = '', session = '', pages = ''] = process.argv.slice(2);

async function isAnswered(): Promise<boolean> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, ['pairlens', `pairlens.token.${session}`], {
    origin: `http://127.0.0.1:${port}`,
  });
  await once(socket, 'open');
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  const client: ContractRouterClient<TinyContract> = createORPCClient(link);
  // What was lost never comes: the answer to a question that is put later does.
  const answer = client.add({ a: 1, b: 1 }).then(() => true);
  const later = setTimeout(500).then(async () => {
    await client.add({ a: 2, b: 2 });
    return false;
  });
  const answered = await Promise.race([answer, later]);
  socket.terminate();
  return answered;
}

let answered = 0;
for (let page = 0; page < Number(pages); page++) if (await isAnswered()) answered += 1;
process.stdout.write(`${answered}\n`);
process.exit();
