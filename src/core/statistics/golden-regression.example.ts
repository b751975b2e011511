/** The golden cases of regression adjustment, as the regression takes them. */
import { type Cells, comparisonCells, presentRows } from './cells.ts';
import { type GoldenComparison, goldenSide } from './golden.example.ts';
import type { Covariates } from './regression.ts';

/** A comparison with covariates by name, one value a pair. */
export interface AdjustedInput extends GoldenComparison {
  readonly covariates: Record<string, number[]>;
}

export interface AdjustedCase {
  readonly cells: Cells;
  readonly covariates: Covariates;
  readonly set: Float64Array;
  readonly control: Float64Array;
}

export function adjustedCase(input: AdjustedInput): AdjustedCase {
  const [set, control] = [goldenSide(input, 1), goldenSide(input, 0)];
  const cells = comparisonCells(
    { rows: presentRows(set.values), stratum: set.stratum, cluster: set.cluster },
    { rows: presentRows(control.values), stratum: control.stratum, cluster: control.cluster },
  );
  if (cells === null) throw new Error('the case has no stratum with both sides');
  const names = Object.keys(input.covariates);
  const rowsOf = (which: 0 | 1) =>
    Float64Array.from(
      input.side.flatMap((side, row) =>
        side === which ? names.map((name) => input.covariates[name]![row]!) : [],
      ),
    );
  return {
    cells,
    covariates: { names, set: rowsOf(1), control: rowsOf(0) },
    set: set.values,
    control: control.values,
  };
}
