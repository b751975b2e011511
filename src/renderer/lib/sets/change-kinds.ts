/** Which changes between two versions of a set are shown. */
export const CHANGE_KINDS = ['all', 'added', 'removed', 'edited'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
