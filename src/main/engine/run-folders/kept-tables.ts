/** Tables of DuckDB that were made once and are asked again: those used last stay, and none goes while it is in use. */
import { SharedWork } from '../threads/shared-work.ts';
import { expectWanted } from '../threads/until-cancelled.ts';
import type { Duck } from './duck.ts';

interface KeptTable {
  readonly table: string;
  readonly made: SharedWork<void>;
  users: number;
}

const MOST_TABLES = 24;

let lastTable = 0;

export class KeptTables {
  readonly #duck: Duck;
  /** By what they are, the one asked for last at the end. */
  readonly #tables = new Map<string, KeptTable>();
  #most = MOST_TABLES;

  constructor(duck: Duck) {
    this.#duck = duck;
  }

  /**
   * @param name says what the table has; `make` makes it where it is not there yet, under the name that it is given, until the
   *   signal says that nobody waits for it
   * @throws PairlensError CANCELLED when the signal is aborted before the table is there
   */
  async use<Result>(
    name: string,
    make: (table: string, signal: AbortSignal) => Promise<void>,
    use: (table: string) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    expectWanted(signal);
    const own = this.#known(name) ?? this.#made(make);
    this.#tables.delete(name);
    this.#tables.set(name, own);
    own.users++;
    try {
      await own.made.wait(signal);
      return await use(own.table);
    } finally {
      own.users--;
      await this.#dropUnmade(name, own);
      await this.#dropOldest();
    }
  }

  /** A name that no table has. */
  name(): string {
    return `kept_${++lastTable}`;
  }

  /** Nothing is kept any more: a table that is in use goes when that ends. */
  clear(): Promise<void> {
    this.#most = 0;
    return this.#dropOldest();
  }

  #known(name: string): KeptTable | undefined {
    const known = this.#tables.get(name);
    return known?.made.hasNoAnswer === true ? undefined : known;
  }

  #made(make: (table: string, signal: AbortSignal) => Promise<void>): KeptTable {
    const table = this.name();
    return { table, made: new SharedWork((signal) => make(table, signal)), users: 0 };
  }

  /** What could not be made is made again by whoever asks next; what there is of it goes. */
  async #dropUnmade(name: string, own: KeptTable): Promise<void> {
    if (!own.made.hasNoAnswer) return;
    if (this.#tables.get(name) === own) this.#tables.delete(name);
    if (own.users === 0) await this.#drop(own);
  }

  async #dropOldest(): Promise<void> {
    for (const [name, own] of this.#tables) {
      if (this.#tables.size <= this.#most) return;
      if (own.users > 0) continue;
      this.#tables.delete(name);
      await this.#drop(own);
    }
  }

  #drop({ table }: KeptTable): Promise<void> {
    return this.#duck.run(`DROP TABLE IF EXISTS ${table}`);
  }
}
