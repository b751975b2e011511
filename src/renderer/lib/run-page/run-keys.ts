/** The keys of a run's page: where one goes from it. */
import type { Run } from '../../../shared/entities.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import type { LiveRun } from '../runs/live-run.ts';
import { whyNotComparable } from '../runs/why-not-comparable.ts';
import type { ViewKey } from '../slots/slots.svelte.ts';

/** @param live how much of it is measured by now: without a pair there is nothing to look at */
export function runKeys({ id: runId, projectId }: Run, live: LiveRun): ViewKey[] {
  const duplicate: ViewKey = {
    key: 'd',
    what: 'Duplicate this run',
    run: () => navigation.go({ room: 'new-run', projectId, like: runId }),
  };
  if (live.done === 0) return [duplicate];
  return [
    { key: 'r', what: 'Results', run: () => navigation.go({ room: 'results', projectId, runId }) },
    { key: 'h', what: 'Heads', run: () => navigation.go({ room: 'heads', projectId, runId }) },
    ...(whyNotComparable(live) === undefined
      ? [
          {
            key: 'c',
            what: 'Compare with another run',
            run: () => navigation.go({ room: 'compare-runs', projectId, firstId: runId }),
          },
        ]
      : []),
    duplicate,
  ];
}
