/** Files of texts, as what reads any file reads them. */
import type { TextFileChoice, TextImportReport } from '../../../shared/texts.ts';
import type { FileKind, Found, Search } from '../imports/file-kind.ts';
import { LayoutSearch } from '../imports/layout-search.ts';
import { formatByName, type Layout } from '../imports/layout.ts';
import { refusedTable } from '../imports/table-reader.ts';
import { type TextContent, textHasher } from '../store/text-content.ts';
import type { TextSetSummary } from '../store/text-sets.ts';
import { LineFileReader } from './line-file-reader.ts';
import { chooseTextColumns } from './text-columns.ts';
import { TextSummary } from './text-summary.ts';
import { TextTableReader, toTextReport } from './text-table-reader.ts';

/** `txt`: lines, or windows. */
type TextLayout = Layout | { readonly format: 'txt' };

export const TEXT_FILES: FileKind<TextFileChoice, TextLayout, TextContent, TextImportReport, TextSetSummary> =
  {
    /** The ending of the file's name says whether it is a table. */
    search(fileName, { columns, windows }) {
      if (formatByName(fileName) === null) return new Known({ ok: true, layout: { format: 'txt' } });
      if (windows)
        return new Known({
          ok: false,
          message: 'windows are cut of running text, a file .txt, not of a table',
        });
      return new LayoutSearch(fileName, (names) => {
        const choice = chooseTextColumns(names, columns);
        return choice.ok ? [choice.mapping.text] : null;
      });
    },
    reader: (layout, { columns = {}, windows = null }, onText) =>
      layout.format === 'txt'
        ? new LineFileReader(windows, onText)
        : new TextTableReader(layout, columns, onText),
    refused: (fileName, message) => toTextReport(refusedTable(formatByName(fileName) ?? 'json', message)),
    summary: () => new TextSummary(),
    hasher: textHasher,
  };

/** A layout that need not be looked for. */
class Known implements Search<TextLayout> {
  readonly isDone = true;
  readonly #found: Found<TextLayout>;

  constructor(found: Found<TextLayout>) {
    this.#found = found;
  }

  push(): void {
    // Nothing of the file tells more.
  }

  end(): Found<TextLayout> {
    return this.#found;
  }
}
