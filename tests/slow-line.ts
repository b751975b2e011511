/** A TCP proxy that passes bytes on slowly, or no more at all: a tunnel over a poor line. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const STEP_MS = 10;

export class SlowLine {
  /** Bytes a second, in each direction. */
  rate: number;
  /** Passes nothing on, and does not say so: what a cable that was pulled out looks like. */
  isCut = false;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, rate: number) {
    this.#server = server;
    this.rate = rate;
  }

  /** @param port of the server on this machine to which the line leads */
  static async to(port: number, rate: number): Promise<SlowLine> {
    const server = createServer({ highWaterMark: 64 * 1024 });
    const line = new SlowLine(server, rate);
    server.on('connection', (near) => {
      const far = connect(port, '127.0.0.1');
      line.#carry(near, far);
      line.#carry(far, near);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #carry(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.pause();
    let credit = 0;
    const timer = setInterval(() => {
      if (this.isCut) return;
      credit = Math.min(credit + (this.rate * STEP_MS) / 1000, this.rate);
      for (let piece = this.#take(from, credit); piece; piece = this.#take(from, credit)) {
        credit -= piece.length;
        to.write(piece);
      }
    }, STEP_MS);
    from.on('error', () => from.destroy());
    from.on('close', () => {
      clearInterval(timer);
      if (!this.isCut) to.destroy();
    });
  }

  #take(from: Socket, credit: number): Buffer | null {
    const bytes = Math.min(Math.floor(credit), from.readableLength);
    // Asking for nothing makes a paused socket fetch more.
    if (bytes === 0) from.read(0);
    return bytes === 0 ? null : (from.read(bytes) as Buffer | null);
  }
}
