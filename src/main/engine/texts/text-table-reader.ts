/** Reads a table of texts piece by piece. */
import type { TextColumnChoice, TextImportReport, TextMapping } from '../../../shared/texts.ts';
import type { FileReader, FileReading } from '../imports/file-kind.ts';
import type { Layout } from '../imports/layout.ts';
import { type Chosen, type RowsAs, TableReader, type TableReport } from '../imports/table-reader.ts';
import type { TextContent } from '../store/text-content.ts';
import { chooseTextColumns } from './text-columns.ts';
import { textOfRow } from './text-of-row.ts';

export class TextTableReader implements FileReader<TextImportReport>, RowsAs<TextContent, TextMapping> {
  readonly many = 'texts';
  readonly #table: TableReader<TextContent, TextMapping>;
  readonly #given: TextColumnChoice;
  readonly #onText: (text: TextContent) => void;

  constructor(layout: Layout, given: TextColumnChoice, onText: (text: TextContent) => void) {
    this.#given = given;
    this.#onText = onText;
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

  end(isWhole = true): FileReading<TextImportReport> {
    const { report, isEmpty } = this.#table.end(isWhole);
    return { report: toTextReport(report), isEmpty };
  }

  choose(names: readonly string[]): Chosen<TextContent, TextMapping> {
    const choice = chooseTextColumns(names, this.#given);
    if (!choice.ok) return choice;
    const { columns, mapping } = choice;
    return {
      ok: true,
      choice: {
        mapping,
        required: [columns.text],
        taken: new Set([columns.text, columns.ids, columns.label].filter((index) => index !== null)),
        itemOf: (row, all, problems) => textOfRow(row, all, columns, problems),
      },
    };
  }

  /** Equal for two texts exactly when a model would be given the same input; the label does not count. */
  keyOf({ text, ids }: TextContent): string {
    return JSON.stringify(text ?? ids);
  }

  take(text: TextContent): void {
    this.#onText(text);
  }
}

export function toTextReport({ count, ...report }: TableReport<TextMapping>): TextImportReport {
  return { ...report, textCount: count, windows: null, moreWindows: false };
}
