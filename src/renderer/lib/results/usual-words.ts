/** Why nothing says what is usual in a run, where its limits have no control. */
import { LEAST_PAIRED } from '../../../core/bounds.ts';
import type { Run } from '../../../shared/entities.ts';

/** 'fewer than 5 neutrals have the shape of their pairs' */
export function whyNothingIsUsual({ neutrals, controlSet }: Pick<Run, 'neutrals' | 'controlSet'>): string {
  const reasons = [
    ...(neutrals.done > 0 ? [`fewer than ${LEAST_PAIRED} neutrals have the shape of their pairs`] : []),
    ...(controlSet === null
      ? []
      : [`the control set has fewer than ${LEAST_PAIRED} pairs that were measured`]),
  ];
  return reasons.length === 0
    ? 'there are neither measured neutrals nor a control set'
    : reasons.join(', and ');
}
