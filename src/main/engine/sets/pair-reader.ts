/** Reads a file of sentence pairs piece by piece. */
import type { ColumnChoice, ImportMapping, ImportReport } from '../../../shared/entities.ts';
import type { FileReader, FileReading } from '../imports/file-kind.ts';
import type { Layout } from '../imports/layout.ts';
import { Lines } from '../imports/lines.ts';
import type { Row } from '../imports/row.ts';
import { type Chosen, type RowsAs, TableReader, type TableReport } from '../imports/table-reader.ts';
import { chooseColumns, type PairColumns } from './columns.ts';
import { hasNeutral, inputKey, type PairContent } from './pair-content.ts';
import { pairOfRow, sideOfNeutral } from './pair-of-row.ts';

type Neutrals = Pick<ImportReport, 'neutralCount' | 'neutralsLeftOut'>;

export const NO_NEUTRALS_LEFT_OUT: Neutrals = {
  neutralCount: 0,
  neutralsLeftOut: { original: { count: 0, first: [] }, counterfactual: { count: 0, first: [] } },
};

export class PairReader implements FileReader<ImportReport>, RowsAs<PairContent, ImportMapping> {
  readonly many = 'pairs';
  readonly #table: TableReader<PairContent, ImportMapping>;
  readonly #given: ColumnChoice;
  readonly #onPair: (pair: PairContent) => void;
  readonly #neutralsLeftOut = { original: new Lines(), counterfactual: new Lines() };
  #neutralCount = 0;

  constructor(layout: Layout, given: ColumnChoice, onPair: (pair: PairContent) => void) {
    this.#given = given;
    this.#onPair = onPair;
    this.#table = new TableReader(layout, this);
  }

  get isStopped(): boolean {
    return this.#table.isStopped;
  }

  get rowCount(): number {
    return this.#table.rowCount;
  }

  push(bytes: Uint8Array): void {
    this.#table.push(bytes);
  }

  end(isWhole = true): FileReading<ImportReport> {
    const { report, isEmpty } = this.#table.end(isWhole);
    const { original, counterfactual } = this.#neutralsLeftOut;
    const neutrals = {
      neutralCount: this.#neutralCount,
      neutralsLeftOut: { original: original.list, counterfactual: counterfactual.list },
    };
    return { report: toImportReport(report, neutrals), isEmpty };
  }

  choose(names: readonly string[]): Chosen<PairContent, ImportMapping> {
    const choice = chooseColumns(names, this.#given);
    if (!choice.ok) return choice;
    const { columns, mapping } = choice;
    return {
      ok: true,
      choice: {
        mapping,
        required: [columns.original, columns.counterfactual],
        taken: indicesOf(columns),
        itemOf: (row, all, problems) => pairOfRow(row, all, columns, problems),
      },
    };
  }

  keyOf(pair: PairContent): string {
    return inputKey(pair);
  }

  take(pair: PairContent, row: Row): void {
    const equals = sideOfNeutral(pair);
    if (equals !== null) this.#neutralsLeftOut[equals].add(row);
    const kept = equals === null ? pair : { ...pair, neutral: null, neutralIds: null };
    if (hasNeutral(kept)) this.#neutralCount++;
    this.#onPair(kept);
  }
}

export function toImportReport(
  { count, ...report }: TableReport<ImportMapping>,
  { neutralCount, neutralsLeftOut }: Neutrals,
): ImportReport {
  return { ...report, pairCount: count, neutralCount, neutralsLeftOut };
}

/** Of every column that is read. */
function indicesOf({
  ids,
  original,
  counterfactual,
  neutral,
  label,
  cluster,
  cues,
  scope,
  answer,
  wrongAnswer,
}: PairColumns): ReadonlySet<number> {
  const sides = [original, counterfactual, neutral, label, cluster, cues, scope, answer, wrongAnswer];
  const all = ids === null ? sides : [...sides, ids.original, ids.counterfactual, ids.neutral];
  return new Set(all.filter((index) => index !== null));
}
