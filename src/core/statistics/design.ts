/** What is estimated of a column, with all that does not depend on its values: a mean, or a difference of set and control. */
import type { Cells, CellSide } from './cells.ts';
import { type Estimate, estimateDifference, estimateMean, sideDegreesOfFreedom } from './cr2.ts';

/** One side (a sample, whose mean is estimated) or two (set and control, whose difference is). */
export interface Design {
  readonly sides: readonly [CellSide] | readonly [set: CellSide, control: CellSide];
  /** Degrees of freedom of each side's variance; NaN where it has fewer than two units. */
  readonly dof: readonly number[];
  /** Units of the smaller side: pairs, or clusters. */
  readonly units: number;
}

/** The values of a column on each side of its design, by row. */
export type SidesOfColumn = readonly Float64Array[];

export function meanDesign(side: CellSide): Design {
  return designOf([side]);
}

export function differenceDesign({ set, control }: Cells): Design {
  return designOf([set, control]);
}

function designOf(sides: Design['sides']): Design {
  return {
    sides,
    dof: sides.map((side) => (side.units < 2 ? NaN : sideDegreesOfFreedom(side))),
    units: Math.min(...sides.map((side) => side.units)),
  };
}

/** The estimate of a column; null without values. */
export function estimateOf({ sides, dof }: Design, column: SidesOfColumn): Estimate | null {
  const [set, control] = sides;
  return control === undefined
    ? estimateMean(set, column[0]!, dof[0])
    : estimateDifference({ set, control }, column[0]!, column[1]!, dof);
}

/** Whether some unit has pairs in several strata. */
export function crossesStrata({ units, unitOfEntry }: CellSide): boolean {
  return unitOfEntry.length > units;
}
