/** Reads a file of texts that is in memory: a bundled set, the beginning of a file that a person looks at. */
import {
  type TextFileChoice,
  type TextImportPreview,
  textImportPreview,
  type TextImportReport,
} from '../../../shared/texts.ts';
import { type FileLookedAt, lookInto } from '../imports/import-file.ts';
import { readBytes } from '../imports/read-bytes.ts';
import { asText, type TextContent } from '../store/text-content.ts';
import { TEXT_FILES } from './text-files.ts';

const SAMPLE_TEXTS = 20;

export interface TextsRead extends TextImportReport {
  /** None of a file with a problem. */
  readonly texts: readonly TextContent[];
}

/**
 * Reads texts from the bytes of a file: .csv, .tsv, .json and .jsonl are tables, anything else is running text. Never
 * throws for what is in the file.
 * @param isWhole false for the beginning of a file
 * @param pieceBytes how much is read at a time
 */
export function readTexts(
  fileName: string,
  bytes: Uint8Array,
  how: TextFileChoice = {},
  isWhole = true,
  pieceBytes?: number,
): TextsRead {
  const { report, items } = readBytes(TEXT_FILES, { fileName, bytes, how }, isWhole, pieceBytes);
  return { ...report, texts: items };
}

export interface TextPreviewRequest extends TextFileChoice {
  readonly fileName: string;
  /** The beginning of a file with so many bytes, or a file on this machine. */
  readonly file: FileLookedAt;
}

/**
 * What the beginning of a file shows: its columns, and the first texts.
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; SET_INVALID for a file that is too large
 */
export async function previewTexts({
  fileName,
  file,
  ...how
}: TextPreviewRequest): Promise<TextImportPreview> {
  const { beginning, isWhole } = await lookInto(fileName, file);
  const { texts, ...report } = readTexts(fileName, beginning, how, isWhole);
  const sample = texts.slice(0, SAMPLE_TEXTS).map((text) => ({ label: text.label, text: asText(text) }));
  return textImportPreview.parse({ ...report, sample, isWhole });
}
