/** What can be asked of sentence sets: the procedures of `contract.sets`, and what the command line needs beside them. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type BundledSet,
  type ColumnChoice,
  type HashedSentenceSet,
  type ImportPreview,
  type Pair,
  type SentenceSet,
} from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { Jobs } from '../jobs/jobs.ts';
import type { Store } from '../store/database.ts';
import {
  addPairs,
  getPair,
  listPairs,
  type PairPage,
  pairsInPieces,
  pairsWithIds,
  removePairs,
  replacePair,
  restorePairs,
} from '../store/pairs.ts';
import { getProject } from '../store/projects.ts';
import {
  createSentenceSet,
  findSentenceSet,
  getSentenceSet,
  keepSummary,
  listSentenceSets,
  removeSentenceSet,
  requireSet,
  restoreSentenceSet,
  setNames,
  setsFrom,
  type SetSummary,
  storedSummary,
  uncountedSets,
  updateSentenceSet,
} from '../store/sentence-sets.ts';
import { bundledPairs, bundledSetEntries, bundledSets } from './bundled.ts';
import { hashSentenceSet } from './hash-sentence-set.ts';
import { type ImportedFile, SetImports, toNewPair } from './imports.ts';
import type { PairContent } from './pair-content.ts';
import { PairSearch } from './pair-search.ts';
import { summariseAll } from './pair-summary.ts';
import { previewFile, type PreviewRequest } from './preview-file.ts';
import type { PairTexts } from './sentence-text.ts';
import { checkedPair } from './sentence-text.ts';
import { looksLikeFile, type SetFile, setNameOf } from './set-file.ts';
import { SetSummaries } from './set-summaries.ts';
import { UPLOAD_PIECE_BYTES, Uploads } from './uploads.ts';
import { setFile, type SetFileFormat } from './write-set.ts';

/** A file to import, in memory or on this machine, and what is known of its columns. */
export type ImportRequest = {
  readonly projectId: number;
  readonly name: string;
  readonly columns?: ColumnChoice | undefined;
} & ({ readonly fileName: string; readonly content: Blob } | { readonly path: string });

/** What the screen asks for: a file that it has sent, or one that the desktop's dialog has named. */
interface StartedImport {
  readonly projectId: number;
  readonly name: string;
  readonly columns?: ColumnChoice | undefined;
  readonly file: { readonly uploadId: string } | { readonly path: string };
}

/** A set about to be stored. */
interface NewSet {
  readonly projectId: number;
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly pairs: readonly PairContent[];
}

export class SetService {
  readonly #store: Store;
  readonly #resources: string;
  readonly #imports: SetImports;
  readonly #uploads: Uploads;
  readonly #summaries: SetSummaries;
  readonly #search: PairSearch;

  constructor(
    store: Store,
    { resources, jobs = new Jobs() }: { readonly resources: string; readonly jobs?: Jobs },
  ) {
    this.#store = store;
    this.#resources = resources;
    this.#imports = new SetImports(store, jobs);
    this.#uploads = new Uploads(store.path);
    if (store.canWrite) this.#uploads.clear();
    this.#summaries = new SetSummaries(store);
    this.#search = new PairSearch(store.database);
  }

  /** Forgets the files that were sent and not imported. */
  close(): void {
    this.#uploads.close();
  }

  bundled(): BundledSet[] {
    return bundledSets(this.#resources);
  }

  /** @throws PairlensError NOT_FOUND for a project that is not there */
  list({ projectId }: { readonly projectId: number }): SentenceSet[] {
    const { database } = this.#store;
    getProject(database, projectId);
    return listSentenceSets(database, projectId);
  }

  /** The same, but that what has to be counted anew is counted a few pairs at a time. */
  async listCounted({ projectId }: { readonly projectId: number }): Promise<SentenceSet[]> {
    const { database } = this.#store;
    for (const id of uncountedSets(database, projectId)) await this.#summaries.of(id);
    return this.list({ projectId });
  }

  async get({ id }: { readonly id: number }): Promise<HashedSentenceSet> {
    const { database } = this.#store;
    requireSet(database, id);
    const { contentHash } = await this.#summaries.of(id);
    return { ...getSentenceSet(database, id), contentHash };
  }

  /**
   * Copies a bundled set into the project, under its name. A project that has the set, unedited, keeps the one it has;
   * where the copy has been edited, or another set has the name, the new copy is called "negation 2".
   * @throws PairlensError NOT_FOUND
   */
  async addBundled({
    projectId,
    name,
  }: {
    readonly projectId: number;
    readonly name: string;
  }): Promise<SentenceSet> {
    const pairs = bundledPairs(this.#resources, name);
    const description = this.bundled().find((set) => set.name === name)?.description ?? '';
    const source = `bundled:${name}`;
    // Copies that have been edited are counted a few pairs at a time before they are compared.
    for (const id of setsFrom(this.#store.database, projectId, source)) await this.#summaries.of(id);
    return this.#reuseOrStore({ projectId, name, description, source, pairs });
  }

  /** @throws PairlensError CONFLICT when the project has a set of that name, NOT_FOUND when there is no such project */
  create(values: {
    readonly projectId: number;
    readonly name: string;
    readonly description: string;
  }): SentenceSet {
    return this.#store.write((database) => createSentenceSet(database, { ...values, source: 'manual' }));
  }

  /** @throws PairlensError CONFLICT, NOT_FOUND */
  update(values: {
    readonly id: number;
    readonly name: string;
    readonly description: string;
  }): Promise<SentenceSet> {
    this.#store.write((database) => updateSentenceSet(database, values));
    return this.#counted(values.id);
  }

  remove({ id }: { readonly id: number }): Record<string, never> {
    this.#store.write((database) => removeSentenceSet(database, id));
    return {};
  }

  /** @throws PairlensError CONFLICT when another set has taken the name since */
  restore({ id }: { readonly id: number }): Promise<SentenceSet> {
    this.#store.write((database) => restoreSentenceSet(database, id));
    return this.#counted(id);
  }

  /** The set, whose pairs are counted a few at a time where they have changed. */
  async #counted(id: number): Promise<SentenceSet> {
    await this.#summaries.of(id);
    return getSentenceSet(this.#store.database, id);
  }

  /** @throws PairlensError as {@link previewFile} */
  previewImport(request: PreviewRequest): Promise<ImportPreview> {
    return previewFile(request);
  }

  /** Begins to take a file from a page. @throws PairlensError SET_INVALID for one that is too large; STORE_READONLY */
  beginUpload(file: { readonly fileName: string; readonly bytes: number }): {
    uploadId: string;
    pieceBytes: number;
  } {
    this.#requireWriting();
    return { uploadId: this.#uploads.begin(file), pieceBytes: UPLOAD_PIECE_BYTES };
  }

  /** The next piece of it. */
  async appendUpload({
    uploadId,
    offset,
    content,
  }: {
    readonly uploadId: string;
    readonly offset: number;
    readonly content: Blob;
  }): Promise<{ received: number }> {
    return { received: await this.#uploads.append(uploadId, offset, content) };
  }

  discardUpload({ uploadId }: { readonly uploadId: string }): Record<string, never> {
    this.#uploads.discard(uploadId);
    return {};
  }

  /**
   * Starts to import a file as a new set and returns at once. The set is there when the job is done.
   * @throws PairlensError CONFLICT when the project has a set of that name; NOT_FOUND, BAD_REQUEST
   */
  startImport({ projectId, name, columns = {}, file }: StartedImport): { jobId: string; setId: number } {
    const { fileName, path, done } =
      'path' in file
        ? { fileName: basename(file.path), path: file.path, done: () => undefined }
        : this.#uploads.take(file.uploadId);
    try {
      const request = { projectId, name, columns, file: { fileName, source: { path } } };
      const { jobId, setId } = this.#imports.start(request, done);
      return { jobId, setId };
    } catch (error) {
      done();
      throw error;
    }
  }

  /**
   * Stores the pairs of a file as a new set.
   * @throws PairlensError SET_INVALID (details: the report) and SET_EMPTY, storing nothing; CONFLICT when the project
   * has a set of that name; FILE_NOT_FOUND, FILE_UNREADABLE; CANCELLED
   */
  import(request: ImportRequest): Promise<ImportedFile> {
    const { projectId, name, columns = {} } = request;
    const file: SetFile =
      'path' in request
        ? { fileName: basename(request.path), source: { path: request.path } }
        : { fileName: request.fileName, source: { content: request.content } };
    return this.#imports.finish({ projectId, name, columns, file });
  }

  /**
   * The pairs of a set as a file that {@link import} reads back, in pieces.
   * @throws PairlensError NOT_FOUND; BAD_REQUEST for pairs of token ids as CSV
   */
  exported({ id, format }: { readonly id: number; readonly format: SetFileFormat }): Generator<string> {
    const { neutralCount, clusterCount, labelCount } = getSentenceSet(this.#store.database, id);
    const has = { neutral: neutralCount > 0, cluster: clusterCount > 0, label: labelCount > 0 };
    return setFile(pairsInPieces(this.#store.database, id), format, has);
  }

  /** A page of the pairs, of those in which `search` occurs. */
  async pairs({ setId, search, offset, limit }: PairPage): Promise<{ total: number; pairs: Pair[] }> {
    const { database } = this.#store;
    requireSet(database, setId);
    if (search === '') {
      const { pairCount } = await this.#summaries.of(setId);
      return { total: pairCount, pairs: listPairs(database, { setId, offset, limit }) };
    }
    const ids = await this.#search.find(setId, search);
    return { total: ids.length, pairs: pairsWithIds(database, ids.slice(offset, offset + limit)) };
  }

  /** Adds a pair at the end. Throws SET_INVALID for a side that is empty or is no text. */
  addPair({ setId, ...texts }: PairTexts & { readonly setId: number }): Pair {
    const pair = checkedPair(texts);
    return this.#store.write((database) => {
      requireSet(database, setId);
      const [id] = addPairs(database, setId, [toNewPair(pair)]);
      if (id === undefined) throw new PairlensError('INTERNAL', `a pair added to set ${setId} has no id`);
      return getPair(database, id);
    });
  }

  /**
   * Stored results keep the pair as it was: the edited one is a new row in the same place. Neutral and cluster stay where
   * nothing is said of them.
   */
  editPair({ id, ...texts }: PairTexts & { readonly id: number }): Pair {
    const { neutral, cluster } = getPair(this.#store.database, id);
    const pair = checkedPair({
      ...texts,
      neutral: texts.neutral === undefined ? neutral : texts.neutral,
      cluster: texts.cluster === undefined ? cluster : texts.cluster,
    });
    return this.#store.write((database) => replacePair(database, id, toNewPair(pair)));
  }

  removePairs({ ids }: { readonly ids: readonly number[] }): Record<string, never> {
    this.#store.write((database) => removePairs(database, ids));
    return {};
  }

  restorePairs({ ids }: { readonly ids: readonly number[] }): Record<string, never> {
    this.#store.write((database) => restorePairs(database, ids));
    return {};
  }

  /**
   * The set that a person means by `FILE|SET`. A path, or a name with the extension of a file, is a file if one is
   * there; anything else is the name of a set of the project, or of a bundled set, or else a file. A file or bundled
   * set that the project holds already with the same pairs is not stored twice; one that has changed since becomes a
   * set of its own ("pairs 2").
   * @throws PairlensError FILE_NOT_FOUND when it is none of these; FILE_UNREADABLE, SET_INVALID, SET_EMPTY
   */
  async resolve(
    {
      projectId,
      nameOrPath,
      columns = {},
    }: {
      readonly projectId: number;
      readonly nameOrPath: string;
      readonly columns?: ColumnChoice;
    },
    onImport: (file: ImportedFile) => void = () => undefined,
  ): Promise<SentenceSet> {
    const isThere = existsSync(nameOrPath);
    const setFromFile = async (): Promise<SentenceSet> => {
      const imported = await this.#importUnlessThere(projectId, nameOrPath, columns);
      onImport(imported);
      return imported.set;
    };
    if (isThere && looksLikeFile(nameOrPath)) return setFromFile();
    const stored = findSentenceSet(this.#store.database, projectId, nameOrPath);
    if (stored !== null) return stored;
    const bundledNames = bundledSetEntries(this.#resources).map(({ name }) => name);
    if (bundledNames.includes(nameOrPath)) return this.addBundled({ projectId, name: nameOrPath });
    if (isThere) return setFromFile();
    const names = [...new Set([...setNames(this.#store.database, projectId), ...bundledNames])];
    throw new PairlensError(
      'FILE_NOT_FOUND',
      `${nameOrPath} is neither a file nor a sentence set; the sets are ${names.join(', ')}`,
      { path: nameOrPath, sets: names },
    );
  }

  #importUnlessThere(projectId: number, path: string, columns: ColumnChoice): Promise<ImportedFile> {
    const fileName = basename(path);
    const file: SetFile = { fileName, source: { path } };
    return this.#imports.finishUnlessThere({ projectId, file, columns }, (summary) => {
      const source = `file:${fileName}`;
      return this.#findSame(projectId, source, summary) ?? this.#freeName(projectId, setNameOf(fileName));
    });
  }

  #reuseOrStore(set: NewSet): SentenceSet {
    const summary = summariseAll(set.pairs);
    const same = this.#findSame(set.projectId, set.source, summary);
    return same ?? this.#storeSet({ ...set, name: this.#freeName(set.projectId, set.name) }, summary);
  }

  /** A set of the project that came from there with the very same pairs. */
  #findSame(projectId: number, source: string, { pairCount, contentHash }: SetSummary): SentenceSet | null {
    const { database } = this.#store;
    const same = setsFrom(database, projectId, source).find((id) => {
      const { summary } = storedSummary(database, id);
      if (summary !== null && summary.pairCount !== pairCount) return false;
      return (summary?.contentHash ?? hashSentenceSet(database, id)) === contentHash;
    });
    return same === undefined ? null : getSentenceSet(database, same);
  }

  #freeName(projectId: number, name: string): string {
    return freeName(name, setNames(this.#store.database, projectId));
  }

  #storeSet({ pairs, ...values }: NewSet, summary: SetSummary): SentenceSet {
    return this.#store.write((database) => {
      const { id } = createSentenceSet(database, values);
      addPairs(database, id, pairs.map(toNewPair));
      keepSummary(database, id, summary, storedSummary(database, id).revision);
      return getSentenceSet(database, id);
    });
  }

  /** @throws PairlensError STORE_READONLY */
  #requireWriting(): void {
    this.#store.write(() => undefined);
  }
}

/** `name`, or the first of "name 2", "name 3", … that no set has. */
function freeName(name: string, names: readonly string[]): string {
  const taken = new Set(names);
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}
