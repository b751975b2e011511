/** A session that opens, computes and closes while no other of the same turns does. */
import type { Session } from './session-pool.ts';
import type { Turns } from './turns.ts';

/** @throws what `open` throws */
export async function oneAtATime(turns: Turns, open: () => Promise<Session>): Promise<Session> {
  const session = await turns.take(open);
  return {
    axes: session.axes,
    run: (batch, hooks, inputs) => turns.take(() => session.run(batch, hooks, inputs)),
    close: () => turns.take(() => session.close()),
  };
}
