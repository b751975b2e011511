/** How texts of a file are stored as a text set. */
import type { TextImportReport, TextSet } from '../../../shared/texts.ts';
import type { StoredAs } from '../imports/file-imports.ts';
import type { TextContent } from '../store/text-content.ts';
import { getTextSet, TEXT_SETS, type TextSetSummary } from '../store/text-sets.ts';
import { putText } from '../store/texts.ts';

export const STORED_TEXTS: StoredAs<TextContent, TextImportReport, TextSetSummary, TextSet> = {
  thread: new URL('./text-reading-thread.ts', import.meta.url),
  begin: (database, values) => TEXT_SETS.insert(database, values, false),
  put: putText,
  complete(database, setId, summary, report) {
    const { mapping, unused, windows, moreWindows, duplicates, blanks } = report;
    const choices = { mapping, unused, windows, moreWindows, duplicates, blanks };
    TEXT_SETS.complete(database, setId, summary, choices);
    return getTextSet(database, setId);
  },
  giveUp: (database, setId) => TEXT_SETS.giveUp(database, setId),
  subject: (textSetId) => ({ textSetId }),
};
