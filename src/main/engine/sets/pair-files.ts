/** Files of pairs, as what reads any file reads them. */
import type { ColumnChoice, ImportReport } from '../../../shared/entities.ts';
import type { FileKind } from '../imports/file-kind.ts';
import { LayoutSearch } from '../imports/layout-search.ts';
import { formatByName, type Layout } from '../imports/layout.ts';
import { refusedTable } from '../imports/table-reader.ts';
import type { SetSummary } from '../store/sentence-sets.ts';
import { chooseColumns } from './columns.ts';
import { type PairContent, setHasher } from './pair-content.ts';
import { PairSummary } from './pair-summary.ts';
import { NOTHING_LEFT_OUT, PairReader, toImportReport } from './pair-reader.ts';

export const PAIR_FILES: FileKind<ColumnChoice, Layout, PairContent, ImportReport, SetSummary> = {
  search: (fileName, given) =>
    new LayoutSearch(
      fileName,
      (names) => {
        const choice = chooseColumns(names, given);
        return choice.ok ? [choice.mapping.original, choice.mapping.counterfactual] : null;
      },
      given.delimiter,
    ),
  reader: (layout, given, onPair) => new PairReader(layout, given, onPair),
  refused: (fileName, message) =>
    toImportReport(refusedTable(formatByName(fileName) ?? 'json', message), NOTHING_LEFT_OUT),
  summary: () => new PairSummary(),
  hasher: setHasher,
};
