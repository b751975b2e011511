import { IDLE_MILLISECONDS } from '../inference/idle.ts';

/** What was asked for last, as much of it as fits into memory; nothing, when nobody has asked for a while. */
export class Recent<Thing> {
  readonly #memory: number;
  readonly #bytesOf: (thing: Thing) => number;
  /** The one asked for last at the end. */
  readonly #things = new Map<string, Thing>();
  #idleTimer: NodeJS.Timeout | undefined;

  /** @param memory bytes that stay; the thing last asked for stays whatever its size */
  constructor(memory: number, bytesOf: (thing: Thing) => number) {
    this.#memory = memory;
    this.#bytesOf = bytesOf;
  }

  /** @throws what `make` throws */
  async get(key: string, make: () => Promise<Thing>): Promise<Thing> {
    const thing = this.#things.get(key) ?? (await make());
    this.#things.delete(key);
    this.#things.set(key, thing);
    this.#forgetOldest();
    this.#forgetWhenIdle();
    return thing;
  }

  #forgetOldest(): void {
    let bytes = 0;
    for (const thing of this.#things.values()) bytes += this.#bytesOf(thing);
    for (const [key, thing] of this.#things) {
      if (bytes <= this.#memory || this.#things.size === 1) return;
      this.#things.delete(key);
      bytes -= this.#bytesOf(thing);
    }
  }

  #forgetWhenIdle(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#things.clear(), IDLE_MILLISECONDS);
    // It keeps no program from ending.
    this.#idleTimer.unref();
  }
}
