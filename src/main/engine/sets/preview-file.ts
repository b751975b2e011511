/** What a person is shown of a file before it is imported. */
import { type ColumnChoice, type ImportPreview, importPreview } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { importSet, PREVIEW_BYTES } from './import.ts';
import { beginningOf, openSource, type SetSource, tooLargeWords } from './set-file.ts';

export interface PreviewRequest {
  readonly fileName: string;
  readonly columns?: ColumnChoice | undefined;
  /** The beginning of a file with so many bytes, or a file on this machine. */
  readonly file: { readonly beginning: Blob; readonly bytes: number } | { readonly path: string };
}

/**
 * What the beginning of a file shows: its columns, and the first pairs.
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; SET_INVALID for a file that is too large
 */
export async function previewFile({ fileName, columns, file }: PreviewRequest): Promise<ImportPreview> {
  const [source, bytes] = await sourceOf(fileName, file);
  const beginning = await beginningOf(source, PREVIEW_BYTES);
  const isWhole = bytes <= beginning.length;
  return importPreview.parse({ ...importSet(fileName, beginning, columns, isWhole), isWhole });
}

/** Where the file is, and how large it is. */
async function sourceOf(fileName: string, file: PreviewRequest['file']): Promise<[SetSource, number]> {
  if ('path' in file) {
    const { source, bytes } = await openSource({ fileName, source: { path: file.path } });
    return [source, bytes];
  }
  const words = tooLargeWords(fileName, file.bytes);
  if (words !== null) throw new PairlensError('SET_INVALID', words, { fileName, bytes: file.bytes });
  return [{ content: file.beginning }, file.bytes];
}
