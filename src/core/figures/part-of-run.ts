/** How much of a run there is that is going on or was stopped: what is made of it says so. docs/decisions/0160. */
export interface PartOfRun {
  /** Pairs, of set and control. */
  readonly done: number;
  readonly total: number;
}

/** undefined for a run that is over. */
export function partOfRun({
  state,
  done,
  total,
}: PartOfRun & { readonly state: string }): PartOfRun | undefined {
  return state === 'done' ? undefined : { done, total };
}

/** '17 of 547 pairs' */
export function pairsOfPart({ done, total }: PartOfRun): string {
  return `${done.toLocaleString('en')} of ${total.toLocaleString('en')} pair${total === 1 ? '' : 's'}`;
}

/** ' · so far, 17 of 547 pairs' at the end of a caption; '' for a run that is over. */
export function partOfCaption(part: PartOfRun | undefined): string {
  return part === undefined ? '' : ` · so far, ${pairsOfPart(part)}`;
}
