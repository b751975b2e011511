/** A workspace that is damaged again and again, each time from how it was, and what an operation comes to in it when it is sound. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from '../integration/workspace.ts';
import { perform } from './children.ts';
import { operation } from './operations.ts';

export class Place {
  readonly #folder = temporaryFolder();
  /** Always the same one: an added model is known by where its folder is. */
  readonly #place = join(this.#folder.path, 'place');
  readonly #kept = join(this.#folder.path, 'kept');
  readonly home = join(this.#place, 'home');
  readonly #name: string;
  #expected: unknown;

  /** @param name of an operation, which is performed once where all is sound */
  static async of(name: string): Promise<Place> {
    const place = new Place(name);
    mkdirSync(place.home, { recursive: true });
    await operation(name).prepare(place.home);
    cpSync(place.#place, place.#kept, { recursive: true, preserveTimestamps: true });
    const { said, stderr } = await perform(place.home, name);
    expect(said, stderr).toBe('done');
    place.#expected = await operation(name).outcome(place.home);
    return place;
  }

  private constructor(name: string) {
    this.#name = name;
  }

  /** All as it was before anything was damaged, with its times. */
  restore(): void {
    rmSync(this.#place, { recursive: true });
    cpSync(this.#kept, this.#place, { recursive: true, preserveTimestamps: true });
  }

  /**
   * Performs the operation, and throws where it ends well with another outcome than where all was sound.
   * @param what was damaged, in words
   */
  async perform(what: string): Promise<{ said: string; stderr: string }> {
    const { said, stderr } = await perform(this.home, this.#name);
    if (said === 'done') expect(await operation(this.#name).outcome(this.home), what).toEqual(this.#expected);
    return { said, stderr };
  }

  remove(): void {
    this.#folder.remove();
  }
}
