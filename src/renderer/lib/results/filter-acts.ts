/** Changes of the filter of Results, as acts that Ctrl+Z takes back. */
import { filterWords } from '../../../core/metrics/filter-words.ts';
import type { RouteOf } from '../navigation/route.ts';
import type { Act } from '../engine/undo-stack.svelte.ts';

type Results = RouteOf<'results'>;

/** Where it is undone and done again. */
interface Place {
  /** Results as they are looked at now; null where something else is. */
  readonly now: () => Results | null;
  readonly go: (to: Results) => void;
}

/** Whether two filters let the same through. */
export function isSameFilter(one: Results['filter'], other: Results['filter']): boolean {
  return filterText(one) === filterText(other);
}

/** Parts that are left out say the same as parts that are not there, and how to search is nothing where nothing is searched for. */
const filterText = ({ regex, ...filter }: Results['filter']): string =>
  JSON.stringify(
    Object.entries({ ...filter, regex: filter.search === undefined ? undefined : regex })
      .filter(([, part]) => part !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

/**
 * A filter was changed. What else one has chosen since (order, columns, what a line stands for) stays; from elsewhere it leads back to
 * the results, where one sees what becomes of it.
 */
export function filterAct(before: Results, after: Results, { now, go }: Place): Act {
  const show = (of: Results) => async () => {
    const here = now();
    const isHere = here !== null && here.runId === of.runId && here.projectId === of.projectId;
    go({ ...(isHere ? here : of), filter: of.filter, at: 0, open: [] });
  };
  const words = filterWords(after.filter);
  return {
    isOfView: true,
    what: `filter of run ${after.runId}: ${words === '' ? 'nothing is left out' : words}`,
    undo: show(before),
    redo: show(after),
  };
}
