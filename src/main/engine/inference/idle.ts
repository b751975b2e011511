/** How long what nobody uses stays in memory: sessions, and what was computed for the pairs looked at last. */
export const IDLE_MILLISECONDS = 30_000;
