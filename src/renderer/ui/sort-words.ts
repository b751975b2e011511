/** For `aria-sort`. */
export const SORT_WORDS = { asc: 'ascending', desc: 'descending' } as const;
