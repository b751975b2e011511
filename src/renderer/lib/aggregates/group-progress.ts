/** How far the grids of groups are: they share one scale of colours, which is known once no more of them will come. */
import { countOf, formatCount } from '../format/format.ts';

export interface GroupProgress {
  readonly words: string;
  /** Whether those that have come are drawn. */
  readonly areDrawn: boolean;
}

/** @param stopped the person wants no more of them than have come */
export function groupProgress(come: number, groups: number, stopped: boolean): GroupProgress {
  const of = `${formatCount(come)} of ${countOf(groups, 'group')}`;
  return {
    words: stopped
      ? `Stopped after ${of}; the colours end where those that are there do`
      : `${of} computed; they are drawn once all are there, on one scale of colours`,
    areDrawn: stopped || come === groups,
  };
}
