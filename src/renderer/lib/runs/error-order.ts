/** The pairs of a run that failed: in which order they are listed, and where they stand in their set. */
import { ROLES, type Run, type RunItemError } from '../../../shared/entities.ts';
import { ERROR_CODES, isErrorCode } from '../../../shared/errors.ts';
import type { RouteInput } from '../navigation/route.ts';
import { sortRows } from '../../ui/sort-rows.ts';

export const ERROR_ORDERS = ['pair', 'original', 'counterfactual', 'what'] as const;

export interface ErrorSort {
  readonly by: (typeof ERROR_ORDERS)[number];
  readonly direction: 'asc' | 'desc';
}

/** What kind of thing happened. */
export function errorTitle({ code }: Pick<RunItemError, 'code'>): string {
  return isErrorCode(code) ? ERROR_CODES[code].title : code;
}

/** Characters of a sentence by which it is found: those that fail are often very long. */
const SEARCHED = 100;

/** Where the pair stands in its set today; null for one of token ids, which no search finds. */
export function placeInSet(
  run: Pick<Run, 'projectId' | 'set' | 'controlSet'>,
  { role, original }: Pick<RunItemError, 'role' | 'original'>,
): RouteInput | null {
  const set = role === 'control' ? run.controlSet : run.set;
  if (original === null || set === null) return null;
  const search = [...original].slice(0, SEARCHED).join('');
  return { room: 'pairs', projectId: run.projectId, setId: set.id, search };
}

/** @param sort null: as they come */
export function sortedErrors(
  errors: readonly RunItemError[],
  sort: ErrorSort | null,
): readonly RunItemError[] {
  if (sort === null) return errors;
  const valueOf = (error: RunItemError): string | null => {
    switch (sort.by) {
      // Those of the set, of the control, then neutrals.
      case 'pair':
        return `${ROLES.indexOf(error.role)} ${error.position}`;
      case 'original':
        return error.original;
      case 'counterfactual':
        return error.counterfactual;
      case 'what':
        return `${errorTitle(error)} ${error.message}`;
    }
  };
  return sortRows(errors, valueOf, sort.direction);
}
