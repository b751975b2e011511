/** The flags that say what an analysis is of: those of what its kind takes. */
import type { Command } from 'commander';
import { pathText } from '../../core/bounds.ts';
import type { AnalysisDefinition, AnalysisSubjectKind } from '../../core/analyses/analysis.ts';
import { PairlensError } from '../../shared/errors.ts';
import type { AnalysisRequest, IdInputs } from '../engine/analyses/subject.ts';
import type { Engine } from '../engine/engine.ts';
import { parseJson } from '../engine/files/parse-json.ts';
import { readText } from '../engine/files/read-text.ts';
import { textAs, wholeNumber } from './arguments.ts';
import { note } from './output.ts';

export interface SubjectFlags {
  readonly run?: number;
  readonly pairs?: string;
  readonly control?: string;
  readonly texts?: string;
  readonly inputs?: string;
}

const FLAGS: Readonly<Record<Exclude<AnalysisSubjectKind, 'model'>, keyof SubjectFlags>> = {
  run: 'run',
  pairs: 'pairs',
  texts: 'texts',
  ids: 'inputs',
};

export function addSubjectFlags(
  command: Command,
  { takes, kind, comparesWithControl = false }: AnalysisDefinition,
): void {
  if (takes.includes('run')) command.option('--run <n>', 'the number of the run', wholeNumber(1));
  if (takes.includes('pairs'))
    command.option('--pairs <file|set>', 'a set of pairs: its name, or a file', textAs(pathText));
  if (comparesWithControl)
    command.option(
      '--control <file|set>',
      'pairs whose change should not matter, to compare with',
      textAs(pathText),
    );
  if (takes.includes('texts'))
    command.option('--texts <file|set>', 'a set of texts: its name, or a file', textAs(pathText));
  if (takes.includes('ids'))
    command.option(
      '--inputs <file>',
      `JSON of token ids as ${kind} reads them: docs/analyses/${kind}.md`,
      textAs(pathText),
    );
}

/** Exactly one of them, or none where the kind needs none: anything else is a mistake of usage. */
export function checkSubjectFlags(
  command: Command,
  { takes }: AnalysisDefinition,
  options: SubjectFlags,
): void {
  const flags = takes.flatMap((kind) => (kind === 'model' ? [] : [FLAGS[kind]]));
  const given = flags.filter((flag) => options[flag] !== undefined);
  const names = flags.map((flag) => `--${flag}`);
  const all = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
  if (given.length > 1) command.error(`error: give one of ${all}`);
  if (given.length === 0 && !takes.includes('model')) command.error(`error: give ${all}`);
  if (options.control !== undefined && options.pairs === undefined)
    command.error('error: --control stands beside --pairs');
}

/** What is named, imported where it is a file. */
export async function subjectFrom(
  engine: Engine,
  { run, pairs, control, texts, inputs }: SubjectFlags,
): Promise<Pick<AnalysisRequest, 'runId' | 'setId' | 'controlSetId' | 'textSetId' | 'inputs'>> {
  const projectId = engine.defaultProject().id;
  const setFrom = async (nameOrPath: string) => {
    const set = await engine.sets.resolve({ projectId, nameOrPath, columns: {} }, () =>
      note(`${nameOrPath}: imported`),
    );
    return set.id;
  };
  if (pairs !== undefined) {
    const setId = await setFrom(pairs);
    return { setId, ...(control !== undefined && { controlSetId: await setFrom(control) }) };
  }
  if (texts !== undefined)
    return { textSetId: (await engine.texts.resolve({ projectId, nameOrPath: texts })).id };
  if (inputs !== undefined) return { inputs: await readIds(inputs) };
  return run === undefined ? {} : { runId: run };
}

/** @throws PairlensError INPUT_INVALID for what is no object of JSON; FILE_NOT_FOUND, FILE_UNREADABLE */
async function readIds(file: string): Promise<IdInputs> {
  const read = parseJson(await readText(file), file, 'INPUT_INVALID');
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) return { ...read };
  throw new PairlensError('INPUT_INVALID', `${file} is not a JSON object of token ids`, { file });
}
