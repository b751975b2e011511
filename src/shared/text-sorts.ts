/** What texts of a set are put in order by. */
export const TEXT_SORTS = ['position', 'label', 'text'] as const;
