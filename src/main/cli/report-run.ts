/** Says how a run ended: files written, what was found, the pairs that failed. */
import type { ImportReport, Run } from '../../shared/entities.ts';
import { stateInSentence } from '../../shared/state-words.ts';
import type { Engine } from '../engine/engine.ts';
import { exportRun } from '../engine/exports/export-run.ts';
import { noteDevice } from './device-option.ts';
import { EXIT, itemName, note, print, printJson } from './output.ts';
import { headsReport, printHeadsReport } from './report-heads.ts';

const SHOWN_ERRORS = 10;

interface ReportOptions {
  /** As it was given, for the commands that are recommended. */
  readonly store?: string;
  readonly json?: boolean;
  readonly out: string | null;
  /** What was assumed of the files that were imported for the run, by option. */
  readonly imported?: Readonly<Record<string, ImportReport>>;
}

/** The exit code that says how the run ended. */
export async function reportRun(engine: Engine, run: Run, options: ReportOptions): Promise<number> {
  const errors = engine.runs.errors({ id: run.id });
  const complete = run.state === 'done';
  const written =
    complete && options.out !== null ? await exportFiles(engine, run.id, options.out, options) : [];
  const findings = complete ? await headsReport(engine, run) : null;
  if (options.json)
    printJson({
      run,
      quality: engine.runs.quality({ id: run.id }),
      findings,
      errors,
      out: options.out,
      written,
      imported: options.imported,
    });
  else {
    if (findings !== null) printHeadsReport(run, findings);
    for (const error of errors.slice(0, SHOWN_ERRORS)) note(`${itemName(error)} failed: ${error.message}`);
    if (errors.length > SHOWN_ERRORS) note(`… and ${errors.length - SHOWN_ERRORS} more`);
    if (written.length > 0) print(`\n${written.length} files written to ${options.out}`);
    noteDevice(run.provenance.ranOn);
    note(
      `Run ${run.id}: ${stateInSentence(run.state)}, ${run.done} of ${run.total} pairs done, ${run.failed} failed${neutralsIn(run)}.`,
    );
  }
  if (complete) return EXIT.ok;
  if (run.state === 'cancelled') {
    note(`Stopped; what was done is stored. Go on with: ${command('runs resume', `${run.id}`, options)}`);
    return EXIT.interrupted;
  }
  if (options.out !== null) note('No files were written.');
  note(`The run failed: ${run.error ?? 'no pair could be measured'}`);
  return EXIT.failed;
}

function neutralsIn({ neutrals: { total, done, failed } }: Run): string {
  return total === 0 ? '' : `; ${done} of ${total} neutrals done, ${failed} failed`;
}

/** Writes the files; when that fails, says that the run itself is stored. */
async function exportFiles(
  engine: Engine,
  runId: number,
  folder: string,
  options: ReportOptions,
): Promise<string[]> {
  try {
    return await exportRun(engine, runId, folder);
  } catch (error) {
    note(
      `Run ${runId} is done and stored. Write its files with: ${command('export run', `--run ${runId} --out DIR`, options)}`,
    );
    throw error;
  }
}

/** A command to recommend, on the same workspace. */
function command(name: string, rest: string, { store }: ReportOptions): string {
  return `pairlens ${name} ${rest}${store === undefined ? '' : ` --store ${store}`}`;
}
