/** What is seen of a query while it has no answer: one that is enabled and idle was cancelled. */
export interface AskedQuery {
  readonly isEnabled: boolean;
  readonly fetchStatus: 'fetching' | 'paused' | 'idle';
  readonly refetch: () => Promise<unknown>;
}
