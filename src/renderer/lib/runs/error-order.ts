/** In which order the pairs of a run that failed are listed. */
import { ROLES, type RunItemError } from '../../../shared/entities.ts';
import { ERROR_CODES, isErrorCode } from '../../../shared/errors.ts';
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
