/** Reads a file of sentence pairs piece by piece. */
import type { ColumnChoice, ImportMapping, ImportReport } from '../../../shared/entities.ts';
import type { FileReader, FileReading } from '../imports/file-kind.ts';
import type { Layout } from '../imports/layout.ts';
import { Lines } from '../imports/lines.ts';
import type { Row } from '../imports/row.ts';
import { type Chosen, type RowsAs, TableReader, type TableReport } from '../imports/table-reader.ts';
import { chooseColumns, indicesOf } from './columns.ts';
import { hasNeutral, inputKey, type PairContent } from './pair-content.ts';
import { extrasOfRow } from './extras.ts';
import { pairOfRow, sideOfNeutral } from './pair-of-row.ts';

/** What is told of pairs alone. */
type PairNotes = Pick<ImportReport, 'neutralCount' | 'oneSided' | 'neutralsLeftOut' | 'extrasLeftOut'>;

export const NOTHING_LEFT_OUT: PairNotes = {
  neutralCount: 0,
  oneSided: { count: 0, first: [] },
  neutralsLeftOut: { original: { count: 0, first: [] }, counterfactual: { count: 0, first: [] } },
  extrasLeftOut: { count: 0, first: [] },
};

export class PairReader implements FileReader<ImportReport>, RowsAs<PairContent, ImportMapping> {
  readonly many = 'pairs';
  readonly #table: TableReader<PairContent, ImportMapping>;
  readonly #given: ColumnChoice;
  readonly #onPair: (pair: PairContent) => void;
  readonly #oneSided = new Lines();
  readonly #neutralsLeftOut = { original: new Lines(), counterfactual: new Lines() };
  readonly #extrasLeftOut = new Lines();
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
    const notes = {
      neutralCount: this.#neutralCount,
      oneSided: this.#oneSided.list,
      neutralsLeftOut: { original: original.list, counterfactual: counterfactual.list },
      extrasLeftOut: this.#extrasLeftOut.list,
    };
    return { report: toImportReport(report, notes), isEmpty };
  }

  choose(names: readonly string[]): Chosen<PairContent, ImportMapping> {
    const choice = chooseColumns(names, this.#given);
    if (!choice.ok) return choice;
    const { columns, mapping } = choice;
    const leaveOut = this.#given.oneSided === 'leave out';
    return {
      ok: true,
      choice: {
        mapping,
        required: [columns.original, columns.counterfactual],
        taken: new Set([...indicesOf(columns), ...columns.extras.map(([index]) => index)]),
        itemOf: (row, all, problems) => {
          const pair = pairOfRow(row, all, columns, problems, this.#oneSided, leaveOut);
          if (typeof pair === 'string') return pair;
          const { extras, isWhole } = extrasOfRow(row, columns.extras);
          if (!isWhole) this.#extrasLeftOut.add(row);
          return { ...pair, extras };
        },
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
  notes: PairNotes,
): ImportReport {
  return { ...report, pairCount: count, ...notes };
}
