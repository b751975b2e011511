/**
 * Asks the engine something trivial every 100 ms, whether or not it has answered before, in a process of its own, so that
 * nobody's work delays it but the engine's. Started with the server's port and a session; sends each answer to its parent.
 */
import { connect } from './client.ts';
import { monotonicMilliseconds } from './monotonic.ts';

const EVERY_MS = 100;

/** An answer: when it was asked for, and how long it took, in milliseconds. */
export interface ProbeAnswer {
  readonly at: number;
  readonly delay: number;
}

const { engine } = await connect({ port: Number(process.argv[2]), session: process.argv[3] ?? '' });

async function probe(): Promise<void> {
  const at = monotonicMilliseconds();
  await engine.workspace.flagThresholds();
  process.send?.({ at, delay: monotonicMilliseconds() - at } satisfies ProbeAnswer);
}

setInterval(() => void probe(), EVERY_MS);
