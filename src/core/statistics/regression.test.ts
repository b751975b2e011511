import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, comparisonCells, presentRows } from './cells.ts';
import { estimateDifference } from './cr2.ts';
import { type GoldenComparison, goldenCases, goldenSide, isGolden } from './golden.example.ts';
import { type Covariates, estimateAdjusted, isRegressionOffered, regressionDesign } from './regression.ts';

interface Input extends GoldenComparison {
  readonly covariates: Record<string, number[]>;
}
interface Expected {
  readonly difference: number;
  readonly se: number;
  readonly dof: number;
  readonly kept: string[];
}

function readCase(input: Input) {
  const [set, control] = ([1, 0] as const).map((which) => goldenSide(input, which));
  const cells: Cells = comparisonCells(
    { rows: presentRows(set!.values), stratum: set!.stratum, cluster: set!.cluster },
    { rows: presentRows(control!.values), stratum: control!.stratum, cluster: control!.cluster },
  )!;
  const names = Object.keys(input.covariates);
  const rowsOf = (which: 0 | 1) =>
    Float64Array.from(
      input.side.flatMap((side, row) =>
        side === which ? names.map((name) => input.covariates[name]![row]!) : [],
      ),
    );
  const covariates: Covariates = { names, set: rowsOf(1), control: rowsOf(0) };
  return { cells, covariates, set: set!.values, control: control!.values };
}

describe('regression adjustment', () => {
  test.each(goldenCases<Input, Expected>('adjusted'))('$name', ({ input, expected }) => {
    const { cells, covariates, set, control } = readCase(input);
    const design = regressionDesign(cells, covariates);
    const result = estimateAdjusted(design, set, control);
    expect(design.kept).toEqual(expected.kept);
    expect(result.estimate).toSatisfy((value: number) => isGolden(value, expected.difference));
    expect(result.se).toSatisfy((value: number) => isGolden(value, expected.se));
    expect(result.dof).toSatisfy((value: number) => isGolden(value, expected.dof));
  });
});
