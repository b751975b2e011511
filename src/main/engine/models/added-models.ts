/**
 * The models that a person has added, from a folder or from the Hub: a small JSON file each in `<home>/models/added/`.
 * They belong to the home, so that every workspace has them. One that was removed leaves its file behind, marked: runs
 * of any workspace may still refer to it, and are told what became of it.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PairlensError } from '../../../shared/errors.ts';
import { writeFailure } from '../files/failures.ts';
import { writeWholeFile } from '../files/write-file.ts';
import { sha256 } from '../files/hashing.ts';
import { namesIn, readIfThere } from '../files/if-there.ts';

const FORMAT_VERSION = 1;

const count = z.int().min(0);
const addedModel = z.object({
  formatVersion: z.literal(FORMAT_VERSION),
  name: z.string(),
  title: z.string(),
  origin: z.enum(['hub', 'folder']),
  folder: z.string(),
  source: z.string().nullable(),
  commit: z.string().nullable(),
  licence: z.string().nullable(),
  addedAt: z.string(),
  /** Its files are gone, or the folder is no longer listed. */
  removedAt: z.string().nullable(),
  /** What came from the Hub, by name in the folder; of a folder of the person's own, its config and tokenizer. */
  files: z.array(z.object({ name: z.string(), bytes: count, sha256: z.string() })),
  /** As they were when it was added, for when the folder has gone. */
  facts: z.object({
    architecture: z.string(),
    layers: count,
    heads: count,
    dModel: count,
    dHead: count,
    parameters: count,
    maxPositions: count,
    vocabularySize: count,
    weightsHash: z.string(),
    tokenizerHash: z.string(),
    bytes: count,
  }),
});
export type AddedModel = Omit<z.output<typeof addedModel>, 'formatVersion'>;
/** sha256 over the rest; entries of before there was one have none. */
const storedModel = addedModel.extend({ check: z.string().optional() });

export class AddedModels {
  readonly #folder: string;

  /** @param home where workspaces and compiled models live */
  constructor(home: string) {
    this.#folder = join(home, 'models', 'added');
  }

  /**
   * Every model, in the order of adding; those that were removed too.
   * @throws PairlensError FILE_UNREADABLE; MODEL_INVALID when an entry is damaged
   */
  async list(): Promise<AddedModel[]> {
    const names = (await namesIn(this.#folder)).filter((name) => name.endsWith('.json'));
    const models = await Promise.all(names.map((name) => this.#read(join(this.#folder, name))));
    return models
      .filter((model) => model !== null)
      .sort((a, b) => (a.addedAt < b.addedAt ? -1 : a.addedAt > b.addedAt ? 1 : a.name < b.name ? -1 : 1));
  }

  /** As {@link list}, without entries that are damaged. @throws PairlensError FILE_UNREADABLE */
  async listReadable(): Promise<AddedModel[]> {
    return (await this.#entries()).flatMap(({ model }) => model ?? []);
  }

  /** Paths of the entries that are damaged. @throws PairlensError FILE_UNREADABLE */
  async damaged(): Promise<string[]> {
    return (await this.#entries()).filter(({ model }) => model === null).map(({ path }) => path);
  }

  async #entries(): Promise<{ path: string; model: AddedModel | null }[]> {
    const names = (await namesIn(this.#folder)).filter((name) => name.endsWith('.json')).sort();
    const paths = names.map((name) => join(this.#folder, name));
    return Promise.all(paths.map(async (path) => ({ path, model: parse(await readIfThere(path)) })));
  }

  /** The model of this name, also one that has been removed; null where none was ever added. */
  find(name: string): Promise<AddedModel | null> {
    return this.#read(this.#path(name));
  }

  /** Writes the entry of a model, in place of the one that its name had. */
  async write(model: AddedModel): Promise<void> {
    const entry = addedModel.parse({ formatVersion: FORMAT_VERSION, ...model });
    const stored = { ...entry, check: checkOf(entry) };
    await writeWholeFile(this.#path(model.name), `${JSON.stringify(stored, null, 2)}\n`);
  }

  /** Takes away the entry of a name. @throws PairlensError FILE_UNWRITABLE */
  async erase(name: string): Promise<void> {
    const path = this.#path(name);
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw writeFailure(path, error);
    }
  }

  /** A name can be anything; that of its file is one that every file system takes. */
  #path(name: string): string {
    const readable = name
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .slice(0, 60);
    return join(this.#folder, `${readable}-${sha256(name).slice(0, 8)}.json`);
  }

  async #read(path: string): Promise<AddedModel | null> {
    const text = await readIfThere(path);
    if (text === null) return null;
    const model = parse(text);
    if (model !== null) return model;
    throw new PairlensError(
      'MODEL_INVALID',
      `${path} is not the entry of an added model; delete it, and add the model again`,
      { path },
    );
  }
}

/** Of the fields in the order of their schema. */
function checkOf(entry: z.output<typeof addedModel>): string {
  return sha256(JSON.stringify(entry));
}

function parse(text: string | null): AddedModel | null {
  try {
    const stored = storedModel.safeParse(JSON.parse(text ?? 'null')).data;
    if (stored === undefined) return null;
    const { check, ...entry } = stored;
    return check === undefined || check === checkOf(entry) ? entry : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
