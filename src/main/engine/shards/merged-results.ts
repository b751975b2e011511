/** Where the rows of a merged run are: in the workspace, in the folder that the shards wrote, or by how many they are. */
export const MERGED_RESULTS = ['auto', 'store', 'folder'] as const;
export type MergedResults = (typeof MERGED_RESULTS)[number];

/** `auto` leaves more rows than these in their folder: docs/decisions/0125-merged-where-they-lie.md */
export const ROWS_INTO_STORE = 5_000_000;
