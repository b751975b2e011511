/**
 * The compiled form of a checkpoint as it is used: checked against its hashes when this process first uses it, and made
 * again from the checkpoint when it is not what was compiled.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import type { CheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { type CheckedFile, type CheckedFiles, isUnchanged } from '../files/checked-files.ts';
import { writeFailure } from '../files/failures.ts';
import type { HashedFiles } from '../files/hashing.ts';
import { isThere } from '../files/if-there.ts';
import {
  type CompiledFolder,
  compileFolder,
  type Compiling,
  findCompiled,
  type FoundCompiled,
  GRAPH_FILE,
  WEIGHTS_FILE,
} from './compiled-folder.ts';
import { noteDamage } from './damage-notes.ts';
import type { FactReader } from './facts.ts';
import { hasOlder, removeOlder } from './older-compiled.ts';
import type { WeightsWriting } from './weights-file.ts';

/** From so many bytes on checking is told of: a quarter of a second. */
const WORTH_TELLING = 256 * 2 ** 20;

export interface CheckedCompiled extends CompiledFolder {
  /** weights.data as it was when it was checked. */
  readonly weightsFile: CheckedFile;
  /** graph.onnx, likewise. */
  readonly graphFile: CheckedFile;
}

export interface CompiledRequest extends WeightsWriting {
  readonly checkpoint: CheckpointFolder;
  /** Of the checkpoint's weights. */
  readonly weights: HashedFiles;
  /** Called before a model is compiled, also to refuse it. */
  readonly beforeCompiling: () => Promise<void>;
  readonly onActivity: (text: string) => void;
}

export class CompiledModels {
  readonly #modelsFolder: string;
  readonly #facts: Pick<FactReader, 'weights'>;
  readonly #files: CheckedFiles;
  readonly #halvesFrom: number | undefined;

  /** @param halvesFrom as Compiling has it */
  constructor(
    modelsFolder: string,
    facts: Pick<FactReader, 'weights'>,
    files: CheckedFiles,
    halvesFrom?: number,
  ) {
    this.#halvesFrom = halvesFrom;
    this.#modelsFolder = modelsFolder;
    this.#facts = facts;
    this.#files = files;
  }

  /**
   * @throws PairlensError MODEL_DAMAGED when neither the compiled form nor the checkpoint is what it was; as compileFolder;
   *   when the signal says so
   */
  async open(request: CompiledRequest): Promise<CheckedCompiled> {
    const found = await findCompiled(this.#modelsFolder, request.checkpoint, request.weights.sha256);
    const checked = found.is === 'whole' ? await this.#check(found, request) : null;
    if (checked !== null) return checked;

    await request.beforeCompiling();
    await this.#clear(found, request);
    const made = await this.#check(await this.#compile(request), request);
    if (made !== null) return made;
    throw new PairlensError(
      'MODEL_DAMAGED',
      `${join(this.#modelsFolder, WEIGHTS_FILE)} reads otherwise than it was just written: the disk may be failing`,
      { path: this.#modelsFolder },
    );
  }

  /** Null where graph or weights are not those that were compiled. */
  async #check(
    compiled: CompiledFolder,
    { signal, onBytes, onActivity }: CompiledRequest,
  ): Promise<CheckedCompiled | null> {
    const { graphPath, weightsPath, description } = compiled;
    const graphFile = await this.#files.check(graphPath, description.graphHash, { signal });
    let told = false;
    const weightsFile = await this.#files.check(weightsPath, description.compiledHash, {
      signal,
      onBytes: (bytes) => {
        if (bytes.total < WORTH_TELLING) return;
        if (!told) onActivity('Checking the compiled weights');
        told = true;
        onBytes?.(bytes);
      },
    });
    return graphFile && weightsFile && { ...compiled, graphFile, weightsFile };
  }

  /** Makes room for a new compiled form: says why, and takes away what is damaged once the checkpoint has proved sound. */
  async #clear(
    found: FoundCompiled,
    { checkpoint, weights, signal, onActivity }: CompiledRequest,
  ): Promise<void> {
    const { sha256: weightsHash, wereRead } = weights;
    if (found.is === 'absent') {
      const isOlder = await hasOlder(this.#modelsFolder, checkpoint, weightsHash);
      onActivity(
        isOlder
          ? 'Compiling the model again: what an older Pairlens compiled has no hash to check it by'
          : 'Compiling the model',
      );
    } else {
      const path = join(found.folder, found.is === 'damaged' ? found.file : WEIGHTS_FILE);
      onActivity(`Compiling the model again: ${path} is damaged`);
      // A graph was always checked, and nothing is computed with a file that is gone.
      if (!path.endsWith(GRAPH_FILE) && (await isThere(path)))
        await noteDamage(this.#modelsFolder, { weightsHash, path, foundAt: new Date().toISOString() });
    }
    if (!wereRead) await this.#facts.weights(checkpoint, { signal, anew: true });
    if (found.is === 'absent') return;
    try {
      await rm(found.folder, { recursive: true, force: true });
    } catch (error) {
      throw writeFailure(found.folder, error);
    }
  }

  async #compile({ checkpoint, weights, signal, onBytes }: CompiledRequest): Promise<CompiledFolder> {
    const { sha256: weightsHash } = weights;
    const compiled = await this.#writeCompiled(checkpoint, weightsHash, {
      signal,
      onBytes,
      halvesFrom: this.#halvesFrom,
      checkSource: async () => {
        const { sha256: now } = await this.#facts.weights(checkpoint, { signal });
        if (now === weightsHash) return;
        throw new PairlensError(
          'FILE_UNREADABLE',
          `the weights in ${checkpoint.folder} changed while they were being compiled: try again when nothing writes to them`,
          { path: checkpoint.folder },
        );
      },
    });
    await removeOlder(this.#modelsFolder, checkpoint, compiled.description);
    return compiled;
  }

  async #writeCompiled(
    checkpoint: CheckpointFolder,
    weightsHash: string,
    how: Compiling,
  ): Promise<CompiledFolder> {
    try {
      return await compileFolder(this.#modelsFolder, checkpoint, weightsHash, how);
    } catch (error) {
      if (!(error instanceof PairlensError) || error.code !== 'FILE_UNWRITABLE') throw error;
      throw new PairlensError(
        'FILE_UNWRITABLE',
        `the model in ${checkpoint.folder} is not compiled yet, and ${error.message}. Where PAIRLENS_HOME can be written, ` +
          '“pairlens models compile” makes what is needed',
        error.details,
        error,
      );
    }
  }
}

/**
 * To be called after every computation, before anything of it is kept: the graph reads the weights file while it is open.
 * And before every opening of the graph: sessions are closed when they are idle, and opened again.
 * @param name of the model
 * @throws PairlensError MODEL_DAMAGED
 */
export async function checkStillSame(
  name: string,
  { weightsFile, graphFile }: Pick<CheckedCompiled, 'weightsFile' | 'graphFile'>,
): Promise<void> {
  for (const [what, file] of [
    ['weights', weightsFile],
    ['files', graphFile],
  ] as const) {
    if (await isUnchanged(file)) continue;
    throw new PairlensError(
      'MODEL_DAMAGED',
      `the compiled ${what} of ${name} (${file.path}) were changed or removed while the model was open; what was computed ` +
        `with them since the last pairs that are stored is not kept. Start again: the ${what} are then checked and, if need be, made again`,
      { path: file.path, model: name },
    );
  }
}
