/**
 * Sockets on their way from the server. While one is handed over both processes have it, and the server goes on reading
 * what comes: a page that was answered then would lose its first words to it. So a socket rests here until the server has let
 * go of it: docs/decisions/0046.
 */
import type { Socket } from 'node:net';
import type { ToEngine } from './messages.ts';

export type Upgrade = Extract<ToEngine, { type: 'upgrade' }>;

export class HandedSockets {
  readonly #resting = new Map<number, { readonly upgrade: Upgrade; readonly socket: Socket }>();
  readonly #onReleased: (upgrade: Upgrade, socket: Socket) => void;

  /** @param onReleased called when this process is the only one that has the socket */
  constructor(onReleased: (upgrade: Upgrade, socket: Socket) => void) {
    this.#onReleased = onReleased;
  }

  arrived(upgrade: Upgrade, socket: Socket): void {
    // A browser that hangs up in the middle of the handshake is nothing to report.
    socket.on('error', () => socket.destroy());
    this.#resting.set(upgrade.id, { upgrade, socket });
  }

  /** Nothing rests under the id of a socket that was gone when it was to be handed over. */
  released(id: number): void {
    const rested = this.#resting.get(id);
    this.#resting.delete(id);
    if (rested !== undefined) this.#onReleased(rested.upgrade, rested.socket);
  }
}
