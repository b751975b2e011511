/** What a command says of an analysis that has ended, and the files that it writes. */
import { resolve } from 'node:path';
import type { AnalysisDefinition } from '../../core/analyses/analysis.ts';
import type { Analysis } from '../../shared/analyses.ts';
import { stateInSentence } from '../../shared/state-words.ts';
import type { Engine } from '../engine/engine.ts';
import { exportAnalysis, prepareAnalysisFolder } from '../engine/exports/export-analysis.ts';
import { noteDevice } from './device-option.ts';
import type { StoreOptions } from './engine.ts';
import { EXIT, note, print, printJson } from './output.ts';

const SHOWN_ERRORS = 10;

export interface AnalysisOutputOptions extends StoreOptions {
  readonly out?: string | undefined;
  readonly json?: boolean;
}

/** The folder of --out, before anything is computed; null without. */
export async function preparedAnalysisFolder(
  { out }: AnalysisOutputOptions,
  definition: AnalysisDefinition,
): Promise<string | null> {
  if (out === undefined) return null;
  const folder = resolve(out);
  await prepareAnalysisFolder(folder, definition);
  return folder;
}

/** Writes the files where there is a result, and says how it ended. @returns the exit code */
export async function reportAnalysis(
  engine: Engine,
  analysis: Analysis,
  options: AnalysisOutputOptions,
  out: string | null,
): Promise<number> {
  const { id, state, error } = analysis;
  const written = state === 'done' && out !== null ? await exportFiles(engine, id, out, options) : [];
  describeAnalysis(engine, analysis, options, { out, written });
  if (state === 'done') return EXIT.ok;
  if (state === 'cancelled') {
    note(`Stopped; what was done is stored. Go on with: ${command('resume', id, options)}`);
    return EXIT.interrupted;
  }
  if (out !== null) note('No files were written.');
  note(`The analysis failed: ${error}`);
  return EXIT.failed;
}

/** Writes the files; when that fails, says that the analysis itself is stored. */
async function exportFiles(
  engine: Engine,
  id: number,
  out: string,
  options: AnalysisOutputOptions,
): Promise<string[]> {
  try {
    return await exportAnalysis(engine, id, out);
  } catch (error) {
    note(
      `Analysis ${id} is done and stored. Write its files with: ${command('show', id, options)} --out DIR`,
    );
    throw error;
  }
}

/** Says what was found, and how the items went. */
export function describeAnalysis(
  engine: Engine,
  analysis: Analysis,
  { json }: AnalysisOutputOptions,
  { out, written }: { readonly out: string | null; readonly written: readonly string[] },
): void {
  const { id, kind, state, done, total, failed } = analysis;
  const { title, unit } = engine.analyses.definition(kind);
  const findings = state === 'done' ? engine.analyses.findings({ id }) : [];
  const errors = engine.analyses.errors({ id });
  if (json) return printJson({ analysis, findings, errors, out, written });
  for (const finding of findings) print(finding);
  for (const { position, message } of errors.slice(0, SHOWN_ERRORS))
    note(`number ${position + 1} of the ${unit} failed: ${message}`);
  if (errors.length > SHOWN_ERRORS) note(`… and ${errors.length - SHOWN_ERRORS} more`);
  if (written.length > 0) print(`\n${written.length} files written to ${out}`);
  noteDevice(analysis.provenance.ranOn);
  note(`${title} ${id}: ${stateInSentence(state)}, ${done} of ${total} ${unit} done, ${failed} failed.`);
}

/** A command to recommend, on the same workspace. */
function command(name: string, id: number, { store }: AnalysisOutputOptions): string {
  return `pairlens analyze ${name} ${id}${store === undefined ? '' : ` --store ${store}`}`;
}
