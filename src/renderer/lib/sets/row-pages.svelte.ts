/** The rows of a set, pairs or texts, in pages of which only those in sight are fetched. */
import { type Answer, completePages, pagesInSight } from './pages-in-sight.ts';

/** Rows of a page. */
export const PAGE = 200;

/** What is asked of the query of a page. */
interface PageQuery<Page> extends Answer<Page> {
  readonly isError: boolean;
  readonly error: Error | null;
  readonly refetch: () => Promise<unknown>;
}

export class RowPages<Page extends { readonly total: number }, Row> {
  #first = $state(0);
  #last = $state(0);
  /** What was in sight of the set when all of it was there: it stays in sight while a new search or order is fetched. */
  #before: { readonly setId: number; readonly pages: ReadonlyMap<number, Page> } | null = null;
  /** The last known total, so that the table keeps its height while another page is fetched. */
  #lastTotal = 0;
  readonly #pages: readonly number[] = $derived.by(() => {
    const from = Math.floor(this.#first / PAGE);
    const to = Math.floor(this.#last / PAGE);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  readonly #queries: readonly PageQuery<Page>[];
  readonly #setId: () => number;
  /** What stands in each of the pages in sight. */
  readonly #inSight: readonly (Page | undefined)[] = $derived.by(() =>
    pagesInSight(this.#pages, this.#queries, this.#pageBefore),
  );
  readonly #rowsOf: (page: Page) => readonly Row[];
  readonly total: number = $derived.by(() => {
    const total = this.#inSight.find((page) => page !== undefined)?.total;
    if (total !== undefined) this.#lastTotal = total;
    return this.#lastTotal;
  });

  /**
   * Call while a component is being set up.
   * @param setId of the set whose rows these are; read reactively
   * @param queriesOf makes a query for each page in sight, with what stays in its place until it is answered; they are read reactively
   */
  constructor(
    setId: () => number,
    queriesOf: (
      pages: () => readonly number[],
      before: (page: number) => () => Page | undefined,
    ) => readonly PageQuery<Page>[],
    rowsOf: (page: Page) => readonly Row[],
  ) {
    this.#rowsOf = rowsOf;
    this.#setId = setId;
    this.#queries = queriesOf(
      () => this.#pages,
      (page) => () => this.#pageBefore(page),
    );
    $effect(() => {
      const pages = completePages(this.#pages, this.#queries);
      if (pages !== null) this.#before = { setId: setId(), pages };
    });
  }

  readonly #pageBefore = (page: number): Page | undefined =>
    this.#before?.setId === this.#setId() ? this.#before.pages.get(page) : undefined;

  get error(): Error | null {
    return this.#queries.find((query) => query.isError)?.error ?? null;
  }

  /** Whether no answer to the present search has come yet. */
  get waiting(): boolean {
    return this.#queries.every(({ data, isPlaceholderData }) => data === undefined || isPlaceholderData);
  }

  /** Whether rows are in sight that do not answer the present search and order. */
  get isBehind(): boolean {
    return this.#queries.some(({ isPlaceholderData }) => isPlaceholderData);
  }

  show(first: number, last: number): void {
    this.#first = first;
    this.#last = Math.max(first, last);
  }

  /** The row at a place of the list; undefined until it is there. */
  at(index: number): Row | undefined {
    const page = this.#inSight[this.#pages.indexOf(Math.floor(index / PAGE))];
    return page === undefined ? undefined : this.#rowsOf(page)[index % PAGE];
  }

  /** The rows of each page in sight that is there. */
  get parts(): (readonly Row[])[] {
    return this.#inSight.flatMap((page) => (page === undefined ? [] : [this.#rowsOf(page)]));
  }

  /** Whether a row of the pages that are there is such a one. */
  hasRow(isIt: (row: Row) => boolean): boolean {
    return this.#queries.some(
      ({ data, isPlaceholderData }) =>
        data !== undefined && !isPlaceholderData && this.#rowsOf(data).some(isIt),
    );
  }

  async refetch(): Promise<void> {
    await Promise.all(this.#queries.map((query) => query.refetch()));
  }
}
