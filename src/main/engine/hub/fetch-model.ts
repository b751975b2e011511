/** Brings a model of the Hub into the home: what Pairlens needs of it, verified, as a checkpoint folder. */
import { createHash } from 'node:crypto';
import { rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { readText } from '../files/read-text.ts';
import { chooseFiles, chooseShards, type NeededFiles } from './choose-files.ts';
import { downloadFile } from './download.ts';
import type { HubHttp } from './http.ts';
import type { Hub } from './hub.ts';
import type { PlacedFile } from './hub-store.ts';
import { type HubFile, type HubRepository, readRepository } from './repository.ts';

export interface FetchRequest {
  readonly id: string;
  readonly revision: string;
  readonly signal: AbortSignal;
  /** Throws when a model with this config.json cannot be used: then its weights are not downloaded. */
  readonly checkConfig: (text: string) => void;
  readonly onActivity: (text: string) => void;
  readonly onBytes: (progress: { file: string; done: number; total: number }) => void;
}

export interface FetchedModel {
  readonly repository: HubRepository;
  readonly folder: string;
  readonly files: readonly (PlacedFile & { readonly bytes: number })[];
  /**
   * Turns the files back into downloads, which the next try finds; the model's folder cannot be used after that.
   * @param needed sha256 of what other models need, which stays where it is
   * @throws PairlensError FILE_UNWRITABLE
   */
  readonly takeBack: (needed: ReadonlySet<string>) => Promise<void>;
}

/** A file that is here, whole. */
interface Arrived {
  readonly file: HubFile;
  readonly path: string;
  /** Another model has brought it: it is in its place already. */
  readonly isBlob: boolean;
  readonly sha256: string;
  readonly bytes: number;
}

/** Errors after which what has been downloaded is of no use: Pairlens cannot use the model, or there is no room. */
const NOT_WORTH_KEEPING: ReadonlySet<string> = new Set(['MODEL_INVALID', 'MODEL_UNSUPPORTED', 'DISK_FULL']);

/**
 * To be called only with the lock of the hub's store. When it fails or is cancelled, what has been downloaded stays for
 * the next try, unless no try could succeed.
 * @throws PairlensError as readRepository, chooseFiles, downloadFile; what `checkConfig` throws; DISK_FULL
 */
export function fetchModel(hub: Hub, request: FetchRequest): Promise<FetchedModel> {
  return hub.connected(async (http) => {
    const { id, revision, signal, onActivity } = request;
    onActivity('Asking the Hub');
    const repository = await readRepository(http, hub.clock, { id, revision }, signal);
    const needed = chooseFiles(repository);
    const fetching = new Fetching(hub, http, repository, request);
    try {
      const arrived = await fetching.all(needed);
      onActivity('Putting it into place');
      return {
        ...(await putInPlace(hub, repository, arrived)),
        takeBack: (needed) => fetching.takeBack(arrived, needed),
      };
    } catch (error) {
      if (error instanceof PairlensError && NOT_WORTH_KEEPING.has(error.code)) await fetching.drop();
      throw error;
    }
  });
}

class Fetching {
  readonly #hub: Hub;
  readonly #http: HubHttp;
  readonly #repository: HubRepository;
  readonly #request: FetchRequest;
  readonly #paths = new Set<string>();
  #total = 0;
  #done = 0;

  constructor(hub: Hub, http: HubHttp, repository: HubRepository, request: FetchRequest) {
    this.#hub = hub;
    this.#http = http;
    this.#repository = repository;
    this.#request = request;
  }

  /** The small ones first: they tell whether the others are worth having. */
  async all({ config, small, weights, isIndex }: NeededFiles): Promise<Arrived[]> {
    this.#total = sizeOf([config, ...small, weights]);
    this.#request.onActivity('Downloading');
    const first = await this.#one(config);
    this.#request.checkConfig(await readText(first.path));
    const arrived = [first];
    for (const file of small) arrived.push(await this.#one(file));
    if (!isIndex) await this.#checkRoom([weights]);
    const main = await this.#one(weights);
    arrived.push(main);
    if (!isIndex) return arrived;
    const shards = chooseShards(this.#repository, weights.name, await readText(main.path));
    this.#total += sizeOf(shards);
    await this.#checkRoom(shards);
    for (const shard of shards) arrived.push(await this.#one(shard));
    return arrived;
  }

  async takeBack(arrived: readonly Arrived[], needed: ReadonlySet<string>): Promise<void> {
    for (const { file, sha256 } of arrived)
      if (!needed.has(sha256)) await this.#hub.store.takeBack(sha256, this.#partialPath(file));
  }

  /** Removes what has come. */
  async drop(): Promise<void> {
    for (const path of this.#paths) await rm(path, { force: true });
  }

  async #one(file: HubFile): Promise<Arrived> {
    const { store, clock } = this.#hub;
    const before = this.#done;
    let bytes = 0;
    const tell = (here: number) => {
      bytes = here;
      this.#done = before + here;
      this.#request.onBytes({ file: file.name, done: this.#done, total: Math.max(this.#total, this.#done) });
    };
    if (file.sha256 !== null && (await store.hasBlob(file.sha256))) {
      const path = store.blobPath(file.sha256);
      tell((await stat(path)).size);
      return { file, path, isBlob: true, sha256: file.sha256, bytes };
    }
    const path = this.#partialPath(file);
    this.#paths.add(path);
    const sha256 = await downloadFile({
      http: this.#http,
      clock,
      repository: this.#repository,
      file,
      path,
      signal: this.#request.signal,
      onBytes: tell,
    });
    return { file, path, isBlob: false, sha256, bytes };
  }

  /** The same content has the same place, whichever model it is of. */
  #partialPath({ name, sha256, gitHash }: HubFile): string {
    const { id, commit } = this.#repository;
    const unnamed = () => createHash('sha256').update(`${id} ${commit} ${name}`).digest('hex');
    return this.#hub.store.partialPath(sha256 ?? gitHash ?? unnamed());
  }

  /** @throws PairlensError DISK_FULL where there is no room for what is still missing of these files */
  async #checkRoom(files: readonly HubFile[]): Promise<void> {
    let missing = 0;
    for (const file of files)
      missing += Math.max(0, (file.bytes ?? 0) - (await this.#hub.store.bytesOf(this.#partialPath(file))));
    const folder = dirname(this.#hub.store.partialPath('room'));
    const { bavail, bsize, blocks } = await statfs(folder);
    // Some file systems do not say.
    if (blocks === 0 || missing <= bavail * bsize) return;
    throw new PairlensError(
      'DISK_FULL',
      `${this.#repository.id} takes ${Math.ceil(missing / 1e6)} MB; at ${folder} ${Math.floor((bavail * bsize) / 1e6)} MB are free`,
      { path: folder, bytes: missing, free: bavail * bsize },
    );
  }
}

function sizeOf(files: readonly HubFile[]): number {
  return files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

async function putInPlace(
  { store }: Hub,
  repository: HubRepository,
  arrived: readonly Arrived[],
): Promise<Omit<FetchedModel, 'takeBack'>> {
  for (const { path, sha256, isBlob } of arrived) if (!isBlob) await store.keep(path, sha256);
  const files = arrived.map(({ file, sha256, bytes }) => ({ name: file.name, sha256, bytes }));
  return { repository, files, folder: await store.place(repository.id, repository.commit, files) };
}
