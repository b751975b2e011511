/** What stands in a list of pages while another search or order is fetched. */

/** What a query of a page has. */
export interface Answer<Page> {
  readonly data: Page | undefined;
  /** `data` is what was there before, which stays until the answer comes. */
  readonly isPlaceholderData: boolean;
}

/**
 * All of the pages in sight answer what is asked now, or all of them what was asked before: of two orders a row may stand in both.
 * @param answers in the order of `pages`
 * @param before what stood in a page when the last answers were complete
 */
export function pagesInSight<Page>(
  pages: readonly number[],
  answers: readonly Answer<Page>[],
  before: (page: number) => Page | undefined,
): readonly (Page | undefined)[] {
  return answers.some(({ isPlaceholderData }) => isPlaceholderData)
    ? pages.map((page) => before(page))
    : answers.map(({ data }) => data);
}

/** The pages in sight, once each of them answers what is asked now; null before that. */
export function completePages<Page>(
  pages: readonly number[],
  answers: readonly Answer<Page>[],
): ReadonlyMap<number, Page> | null {
  const complete = new Map<number, Page>();
  for (const [index, page] of pages.entries()) {
    const answer = answers[index];
    if (answer?.data === undefined || answer.isPlaceholderData) return null;
    complete.set(page, answer.data);
  }
  return complete;
}
