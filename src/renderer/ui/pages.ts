/** The pages of a list that is fetched some rows at a time. */

/** Where each way leads, as rows that are passed over; null where there is nothing that way. */
export interface Pages {
  readonly first: number | null;
  readonly previous: number | null;
  readonly next: number | null;
  readonly last: number | null;
}

export function pagesOf(offset: number, size: number, total: number): Pages {
  const lastPage = Math.max(0, Math.ceil(total / size) - 1) * size;
  const isFirst = offset <= 0;
  const isLast = offset >= lastPage;
  return {
    first: isFirst ? null : 0,
    previous: isFirst ? null : Math.max(0, offset - size),
    next: isLast ? null : offset + size,
    last: isLast ? null : lastPage,
  };
}

/** '201 to 400 of 1,250' */
export function shownRows(offset: number, size: number, total: number): string {
  const number = (count: number): string => count.toLocaleString('en');
  return `${number(offset + 1)} to ${number(Math.min(offset + size, total))} of ${number(total)}`;
}
