/** Tables of DuckDB that were made once and are asked again: those used last stay, and none goes while it is in use. */
import type { Duck } from './duck.ts';

interface KeptTable {
  readonly table: string;
  readonly made: Promise<void>;
  users: number;
}

const MOST_TABLES = 24;

let lastTable = 0;

export class KeptTables {
  readonly #duck: Duck;
  /** By what they are, the one asked for last at the end. */
  readonly #tables = new Map<string, KeptTable>();

  constructor(duck: Duck) {
    this.#duck = duck;
  }

  /** @param name says what the table has; `make` makes it where it is not there yet, under the name that it is given */
  async use<Result>(
    name: string,
    make: (table: string) => Promise<void>,
    use: (table: string) => Promise<Result>,
  ): Promise<Result> {
    const known = this.#tables.get(name) ?? this.#made(make);
    this.#tables.delete(name);
    this.#tables.set(name, known);
    known.users++;
    try {
      await known.made;
      return await use(known.table);
    } catch (error) {
      // What could not be made is made again by whoever asks next.
      if (known.users === 1) this.#tables.delete(name);
      throw error;
    } finally {
      known.users--;
      await this.#dropOldest();
    }
  }

  #made(make: (table: string) => Promise<void>): KeptTable {
    const table = this.name();
    return { table, made: make(table), users: 0 };
  }

  /** A name that no table has. */
  name(): string {
    return `kept_${++lastTable}`;
  }

  async #dropOldest(): Promise<void> {
    for (const [name, { table, users }] of this.#tables) {
      if (this.#tables.size <= MOST_TABLES) return;
      if (users > 0) continue;
      this.#tables.delete(name);
      await this.#duck.run(`DROP TABLE IF EXISTS ${table}`);
    }
  }
}
