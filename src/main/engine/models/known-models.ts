/** Models that have a name: those that ship with Pairlens, and those that a person has added. */
import { join, relative, resolve, sep } from 'node:path';
import type { ModelOrigin } from '../../../shared/entities.ts';
import type { InUse } from '../hub/hub-store.ts';
import { type AddedModel, AddedModels } from './added-models.ts';
import type { ModelFacts } from './facts.ts';
import { type BundledModel, readManifest } from './manifest.ts';

export interface KnownModel {
  readonly name: string;
  readonly title: string;
  readonly origin: Exclude<ModelOrigin, 'run'>;
  /** Absolute. */
  readonly folder: string;
  readonly source: string | null;
  readonly commit: string | null;
  readonly licence: string | null;
  readonly addedAt: string | null;
  /** When it was removed: its files are gone, or its folder is no longer listed. */
  readonly removedAt: string | null;
  /** sha256 of its files, as far as it is known, by name. */
  readonly fileHashes: ReadonlyMap<string, string>;
  /** What was true of the folder when it was added. */
  readonly facts: ModelFacts | null;
}

export class KnownModels {
  readonly #home: string;
  readonly #resources: string;
  readonly #added: AddedModels;

  constructor({ home, resources }: { readonly home: string; readonly resources: string }) {
    this.#home = home;
    this.#resources = resources;
    this.#added = new AddedModels(home);
  }

  /** The bundled models, then those that were added, also when they have been removed since. */
  async list(): Promise<KnownModel[]> {
    const bundled = await readManifest(this.#resources);
    return [
      ...bundled.map((model) => this.#bundled(model)),
      ...(await this.#added.list()).map((model) => this.#addedModel(model)),
    ];
  }

  /** As {@link list}, without added ones whose entry is damaged. */
  async listReadable(): Promise<KnownModel[]> {
    const bundled = await readManifest(this.#resources);
    return [
      ...bundled.map((model) => this.#bundled(model)),
      ...(await this.#added.listReadable()).map((model) => this.#addedModel(model)),
    ];
  }

  /** Paths of the entries of added models that are damaged. */
  damagedEntries(): Promise<string[]> {
    return this.#added.damaged();
  }

  /** The model of this name, also one that has been removed. */
  async find(name: string): Promise<KnownModel | null> {
    const bundled = (await readManifest(this.#resources)).find((model) => model.name === name);
    if (bundled) return this.#bundled(bundled);
    const added = await this.#added.find(name);
    return added && this.#addedModel(added);
  }

  /** Writes down a model that was added. Inside of the home its folder is kept relative to that, which can move. */
  async add(model: Omit<AddedModel, 'removedAt'>): Promise<void> {
    const inside = relative(this.#home, model.folder);
    const folder = inside.startsWith('..') || resolve(inside) === inside ? model.folder : inside;
    await this.#added.write({ ...model, folder: folder.split(sep).join('/'), removedAt: null });
  }

  /** Notes that an added model was removed. */
  async markRemoved(name: string, removedAt: string): Promise<void> {
    const model = await this.#added.find(name);
    if (model) await this.#added.write({ ...model, removedAt });
  }

  /** Forgets that models in this folder were removed: the person uses the folder again, by its path. */
  async forgetRemoved(folder: string): Promise<void> {
    for (const { name, removedAt, folder: itsFolder } of await this.#added.listReadable())
      if (removedAt !== null && resolve(this.#home, itsFolder) === resolve(folder))
        await this.#added.erase(name);
  }

  /** What came from the Hub and is needed: folders of models, and the contents in them. */
  async hubFilesInUse(): Promise<InUse> {
    const models = (await this.#added.list()).filter(
      ({ origin, removedAt }) => origin === 'hub' && removedAt === null,
    );
    return {
      folders: new Set(models.map(({ folder }) => resolve(this.#home, folder))),
      blobs: new Set(models.flatMap(({ files }) => files.map(({ sha256 }) => sha256))),
    };
  }

  #bundled({ name, title, folder, source, revision, licence, sha256 }: BundledModel): KnownModel {
    return {
      name,
      title,
      source,
      licence,
      commit: revision,
      addedAt: null,
      removedAt: null,
      facts: null,
      origin: 'bundled',
      folder: join(this.#resources, 'models', folder),
      fileHashes: new Map(Object.entries(sha256)),
    };
  }

  #addedModel({ files, folder, ...model }: AddedModel): KnownModel {
    return {
      ...model,
      folder: resolve(this.#home, folder),
      fileHashes: new Map(files.map(({ name, sha256 }) => [name, sha256])),
    };
  }
}
