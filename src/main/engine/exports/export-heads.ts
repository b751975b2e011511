/** What is known of the heads of a model, or of two, as a folder: heads.csv, heads.html, and heads.json, which says what it is. */
import type { HeadService } from '../heads/service.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { pairlensVersion } from '../paths.ts';
import { type ExportRecord, prepareFolder, writeFolder } from './export-folder.ts';

const RECORD: ExportRecord = { name: 'heads.json', format: 'pairlens-heads' };
const FORMATS = ['csv', 'html'] as const;
const pathOf = (format: string) => `heads.${format}`;

/**
 * @param folder is made where it does not exist
 * @returns the paths of the files below `folder`
 * @throws PairlensError MODEL_NOT_FOUND; what {@link writeFolder} throws
 */
export async function exportHeads(
  { jobs, heads }: { readonly jobs: Pick<Jobs, 'run'>; readonly heads: Pick<HeadService, 'file'> },
  request: { readonly projectId: number; readonly model: string; readonly against?: string | undefined },
  folder: string,
): Promise<string[]> {
  await prepareFolder(folder, RECORD, FORMATS.map(pathOf));
  const { model, against } = request;
  return writeFolder(jobs, folder, {
    title: `Heads of ${model}`,
    subject: {},
    record: RECORD,
    files: FORMATS.map((format) => ({
      path: pathOf(format),
      content: () => heads.file({ ...request, format }),
    })),
    describe: ({ paths }) => ({
      pairlens: pairlensVersion(),
      model,
      ...(against !== undefined && { against }),
      files: paths,
    }),
  });
}
