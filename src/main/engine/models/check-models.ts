/**
 * Looks through the files of models of a home: compiled forms, contents from the Hub, and what is on record of models with a
 * name. All of them are read. Nothing is changed.
 */
import { join } from 'node:path';
import { messageOf } from '../../../core/errors.ts';
import { isActionable, PairlensError } from '../../../shared/errors.ts';
import { readCheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { CheckedFiles } from '../files/checked-files.ts';
import { hashFile } from '../files/hash-file.ts';
import { isFolder, namesIn } from '../files/if-there.ts';
import { isSoundVariant } from '../inference/graph-variant.ts';
import { GRAPH_FORMAT_VERSION, readCompiled, WEIGHTS_FILE } from './compiled-folder.ts';
import { readDamageNotes } from './damage-notes.ts';
import { FactReader } from './facts.ts';
import { type KnownModel, KnownModels } from './known-models.ts';
import { checkSmallFiles, checkWeightsHash } from './recorded-files.ts';

export interface ModelFinding {
  /**
   * damaged: a file is not what was written, fetched or added. mended: it was, and has been made again since. unchecked: there
   * is no hash to check it by. gone: it is not there.
   */
  readonly state: 'damaged' | 'mended' | 'unchecked' | 'gone';
  readonly path: string;
  /** Of the model, where it has one. */
  readonly name: string | null;
  /** sha256 of the checkpoint's weights, where computing with the file gives wrong numbers: what runs name their model by. */
  readonly weightsHash: string | null;
  /** When that was found; null: just now. */
  readonly foundAt: string | null;
  /** What is so, and what to do or what becomes of it, each a sentence without its full stop. */
  readonly problem: string;
  readonly advice: string;
}

export interface ModelCheck {
  readonly findings: readonly ModelFinding[];
  /** How many compiled models, contents from the Hub and models with a name were looked at. */
  readonly compiled: number;
  readonly blobs: number;
  readonly named: number;
}

export interface ModelCheckOptions {
  /** Where compiled models are kept, below models/. */
  readonly home: string;
  /** The folder `resources`. */
  readonly resources: string;
  readonly signal?: AbortSignal | undefined;
  /** Told what is read next. */
  readonly onActivity?: ((text: string) => void) | undefined;
}

/** @throws PairlensError FILE_UNREADABLE; when `signal` says so */
export async function checkModels(options: ModelCheckOptions): Promise<ModelCheck> {
  const modelsFolder = join(options.home, 'models');
  const compiled = (await namesIn(modelsFolder)).filter((name) => COMPILED_NAME.test(name)).sort();
  const blobsFolder = join(options.home, 'hub', 'blobs');
  const blobs = (await namesIn(blobsFolder)).sort();
  const known = new KnownModels(options);
  const files = new CheckedFiles();
  const facts = new FactReader(modelsFolder);
  const findings: ModelFinding[] = [];

  for (const name of compiled) {
    next(options, `Reading the compiled model ${name}`);
    findings.push(...(await checkCompiled(join(modelsFolder, name), files, options.signal)));
  }
  for (const name of blobs) {
    next(options, `Reading ${join(blobsFolder, name)}`);
    if ((await hashFile(join(blobsFolder, name))).sha256 !== name)
      findings.push(damagedBlob(join(blobsFolder, name)));
  }
  for (const note of await readDamageNotes(modelsFolder))
    findings.push({
      state: 'mended',
      path: note.path,
      name: null,
      weightsHash: note.weightsHash,
      foundAt: note.foundAt,
      problem: `the compiled form of the weights ${note.weightsHash.slice(0, 16)} was found damaged on ${note.foundAt}, and made again`,
      advice: 'runs that were made with it before may have wrong numbers: run them again',
    });
  const entries = await known.damagedEntries();
  for (const path of entries)
    findings.push({
      state: 'damaged',
      path,
      name: null,
      weightsHash: null,
      foundAt: null,
      problem: `${path} is not the entry of an added model`,
      advice: 'delete it, and add the model again',
    });
  const models = (await known.listReadable()).filter(({ removedAt }) => removedAt === null);
  for (const model of models) {
    next(options, `Reading the model ${model.name}`);
    const finding = await checkNamed(model, files, facts, options.signal);
    if (finding !== null) findings.push(finding);
  }
  return { findings, compiled: compiled.length, blobs: blobs.length, named: models.length };
}

/** The beginning of the weights' hash, of the config's, what the weights lie in, and the version of the compiler. */
const COMPILED_NAME = /^[0-9a-f]{16}-[0-9a-f]{8}-(?:halves-)?\d+$/;

function next({ signal, onActivity }: ModelCheckOptions, activity: string): void {
  signal?.throwIfAborted();
  onActivity?.(activity);
}

async function checkCompiled(
  folder: string,
  files: CheckedFiles,
  signal: AbortSignal | undefined,
): Promise<ModelFinding[]> {
  const madeAgain = 'it is made again from the checkpoint when the model is next used';
  if (Number(folder.split('-').at(-1)) !== GRAPH_FORMAT_VERSION)
    return [
      {
        state: 'unchecked',
        path: folder,
        name: null,
        weightsHash: null,
        foundAt: null,
        problem: `${folder} was compiled by another version of Pairlens, and has no hashes that this one could check`,
        advice: madeAgain,
      },
    ];
  const found = await readCompiled(folder, null);
  const damaged = (path: string, weightsHash: string | null): ModelFinding => ({
    state: 'damaged',
    path,
    name: null,
    weightsHash,
    foundAt: null,
    problem: `${path} is not what was compiled`,
    advice: madeAgain,
  });
  if (found.is === 'absent') return [];
  if (found.is === 'damaged') return [damaged(join(folder, found.file), null)];
  const { weightsHash, compiledHash } = found.description;
  const findings: ModelFinding[] = [];
  if ((await files.check(found.weightsPath, compiledHash, { signal })) === null)
    findings.push(damaged(join(folder, WEIGHTS_FILE), weightsHash));
  for (const name of await namesIn(folder))
    if (!(await isSoundVariant(folder, name))) findings.push(damaged(join(folder, name), null));
  return findings;
}

function damagedBlob(path: string): ModelFinding {
  return {
    state: 'damaged',
    path,
    name: null,
    weightsHash: null,
    foundAt: null,
    problem: `${path} is not what came from the Hub`,
    advice: 'remove the models that use it, keeping their results, and add them again',
  };
}

async function checkNamed(
  model: KnownModel,
  files: CheckedFiles,
  facts: FactReader,
  signal: AbortSignal | undefined,
): Promise<ModelFinding | null> {
  const { name, folder } = model;
  const finding = (state: ModelFinding['state'], problem: string, advice: string): ModelFinding => ({
    state,
    path: folder,
    name,
    weightsHash: null,
    foundAt: null,
    problem,
    advice,
  });
  if (!(await isFolder(folder)))
    return finding('gone', `the folder ${folder} of the model ${name} is not there`, 'add the model again');
  try {
    await checkSmallFiles(model, files);
    const checkpoint = await readCheckpointFolder(folder);
    checkWeightsHash(model, (await facts.weights(checkpoint, { anew: true, signal })).sha256);
    return null;
  } catch (error) {
    if (!isActionable(error)) throw error;
    const path = error instanceof PairlensError ? error.details['path'] : undefined;
    const found = finding('damaged', `${name}: ${messageOf(error)}`, '');
    return typeof path === 'string' ? { ...found, path } : found;
  }
}
