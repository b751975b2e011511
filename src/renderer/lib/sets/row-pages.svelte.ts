/** The rows of a set, pairs or texts, in pages of which only those in sight are fetched. */

/** Rows of a page. */
export const PAGE = 200;

/** What is asked of the query of a page. */
interface PageQuery<Page> {
  readonly data: Page | undefined;
  readonly isError: boolean;
  readonly error: Error | null;
  readonly refetch: () => Promise<unknown>;
}

export class RowPages<Page extends { readonly total: number }, Row> {
  #first = $state(0);
  #last = $state(0);
  /** The last known total, so that the table keeps its height while another page is fetched. */
  #lastTotal = 0;
  readonly #pages: readonly number[] = $derived.by(() => {
    const from = Math.floor(this.#first / PAGE);
    const to = Math.floor(this.#last / PAGE);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  readonly #queries: readonly PageQuery<Page>[];
  readonly #rowsOf: (page: Page) => readonly Row[];
  readonly total: number = $derived.by(() => {
    const total = this.#queries.find((query) => query.data !== undefined)?.data?.total;
    if (total !== undefined) this.#lastTotal = total;
    return this.#lastTotal;
  });

  /**
   * Call while a component is being set up.
   * @param queriesOf makes a query for each page in sight; they are read reactively
   */
  constructor(
    queriesOf: (pages: () => readonly number[]) => readonly PageQuery<Page>[],
    rowsOf: (page: Page) => readonly Row[],
  ) {
    this.#rowsOf = rowsOf;
    this.#queries = queriesOf(() => this.#pages);
  }

  get error(): Error | null {
    return this.#queries.find((query) => query.isError)?.error ?? null;
  }

  /** Whether no answer to the present search has come yet. */
  get waiting(): boolean {
    return this.#queries.every((query) => query.data === undefined);
  }

  show(first: number, last: number): void {
    this.#first = first;
    this.#last = Math.max(first, last);
  }

  /** The row at a place of the list; undefined until it is there. */
  at(index: number): Row | undefined {
    const data = this.#queries[this.#pages.indexOf(Math.floor(index / PAGE))]?.data;
    return data === undefined ? undefined : this.#rowsOf(data)[index % PAGE];
  }

  /** The rows of each page in sight that is there. */
  get parts(): (readonly Row[])[] {
    return this.#queries.flatMap(({ data }) => (data === undefined ? [] : [this.#rowsOf(data)]));
  }

  /** Whether a row of the pages that are there is such a one. */
  hasRow(isIt: (row: Row) => boolean): boolean {
    return this.#queries.some(({ data }) => data !== undefined && this.#rowsOf(data).some(isIt));
  }

  async refetch(): Promise<void> {
    await Promise.all(this.#queries.map((query) => query.refetch()));
  }
}
