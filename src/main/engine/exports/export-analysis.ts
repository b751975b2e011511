/** An analysis as a folder of files: its tables, its figures, its numbers as tensors, and where they came from. */
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import type { NamedTensors } from '../../../core/analyses/named-tensor.ts';
import { havingWhatTheyNeed } from '../../../core/analyses/what-it-needs.ts';
import { csvText } from '../../../core/csv.ts';
import type { FigureSpec } from '../../../core/registries/figures.ts';
import { figureSpec } from '../../../shared/figures.ts';
import { provenanceOfAnalysis } from '../figures/provenance-of-analysis.ts';
import type { AnalysisService } from '../analyses/service.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { type ExportFile, type ExportRecord, prepareFolder, writeFolder } from './export-folder.ts';
import type { ExportService } from './service.ts';

/** KIND.json, which lists the files. */
const recordOf = ({ kind }: Pick<AnalysisDefinition, 'kind'>): ExportRecord => ({
  name: `${kind}.json`,
  format: 'pairlens-analysis',
});
const resultPath = ({ kind }: Pick<AnalysisDefinition, 'kind'>) => `${kind}.safetensors`;

export interface AnalysisExporter {
  readonly jobs: Pick<Jobs, 'run'>;
  readonly analyses: Pick<
    AnalysisService,
    'get' | 'definition' | 'table' | 'findings' | 'result' | 'tensors' | 'errors'
  >;
  readonly exports: Pick<ExportService, 'figureFile'>;
}

/**
 * Makes the folder where there is none, and says before any work is done whether an export can go there.
 * @throws PairlensError FILE_UNWRITABLE, DISK_FULL
 */
export function prepareAnalysisFolder(folder: string, definition: AnalysisDefinition): Promise<void> {
  const { tables, figures } = definition;
  return prepareFolder(folder, recordOf(definition), [
    ...tables.map(tablePath),
    ...figures.flatMap((figure) => FORMATS.map((format) => figurePath(figure, format))),
    resultPath(definition),
  ]);
}

const FORMATS = ['svg', 'png'] as const;
const tablePath = ({ name }: { readonly name: string }) => `${name}.csv`;
const figurePath = ({ name }: { readonly name: string }, format: string) => `figures/${name}.${format}`;

/**
 * Writes a CSV file for each table of the kind, figures/ as SVG and PNG, KIND.safetensors, and KIND.json, which lists
 * them with what was found, KIND being that of the analysis.
 * @param folder is made where it does not exist
 * @returns the paths of the files below `folder`, with '/'
 * @throws PairlensError CONFLICT when it is not done; what {@link writeFolder} throws
 */
export async function exportAnalysis(
  { jobs, analyses, exports }: AnalysisExporter,
  id: number,
  folder: string,
): Promise<string[]> {
  const analysis = analyses.get({ id });
  const definition = analyses.definition(analysis.kind);
  const findings = analyses.findings({ id });
  const result = analyses.tensors({ id });
  const files: ExportFile[] = [
    ...havingWhatTheyNeed(definition.tables, result).map((table) => ({
      path: tablePath(table),
      content: async () => {
        const { columns, rows } = await analyses.table({ id, table: table.name });
        return csvText([columns, ...rows]);
      },
    })),
    ...figuresOf(definition, id, result).flatMap((figure) =>
      FORMATS.map((format) => ({
        path: figurePath(figure, format),
        content: () => exports.figureFile({ spec: figure.spec, format, theme: 'light' }),
      })),
    ),
    {
      path: resultPath(definition),
      content: async () => new Uint8Array(await (await analyses.result({ id })).arrayBuffer()),
    },
  ];
  return writeFolder(jobs, folder, {
    title: `Export of analysis ${id}`,
    subject: { analysisId: id },
    record: recordOf(definition),
    files,
    describe: ({ paths }) => ({
      ...provenanceOfAnalysis(analysis),
      findings,
      items: { unit: definition.unit, total: analysis.total, done: analysis.done, failed: analysis.failed },
      failed_items: analyses.errors({ id }),
      started_at: analysis.startedAt,
      finished_at: analysis.finishedAt,
      files: paths,
    }),
  });
}

/** The figures that the kind's export has, of those for which the result has the numbers. */
function figuresOf(
  { figures }: AnalysisDefinition,
  analysisId: number,
  result: NamedTensors,
): { readonly name: string; readonly spec: FigureSpec }[] {
  return havingWhatTheyNeed(figures, result).map(({ name, spec }) => ({
    name,
    spec: figureSpec.parse({ ...spec, analysisId }),
  }));
}
