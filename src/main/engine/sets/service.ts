/** What can be asked of sentence sets: the procedures of `contract.sets`, and what the command line needs beside them. */
import { basename } from 'node:path';
import {
  type BundledSet,
  type ColumnChoice,
  type HashedSentenceSet,
  type ImportPreview,
  type ImportReport,
  type Pair,
  type SentenceSet,
} from '../../../shared/entities.ts';
import type { CueLexicon, Language } from '../../../core/negation/lexicon.ts';
import { FileImports, type Imported } from '../imports/file-imports.ts';
import { type ImportFile, setNameOf } from '../imports/import-file.ts';
import { resolveSet } from '../imports/resolve-set.ts';
import { Summaries } from '../imports/summaries.ts';
import { UPLOAD_PIECE_BYTES, Uploads } from '../imports/uploads.ts';
import { Jobs } from '../jobs/jobs.ts';
import { lexiconOfSet, writeLexicon } from '../store/cue-lexicons.ts';
import type { Store } from '../store/database.ts';
import { keepMapping, mappingOf } from '../store/import-mappings.ts';
import { addPairs, pairsInPieces } from '../store/pairs.ts';
import { getProject } from '../store/projects.ts';
import {
  createSentenceSet,
  findSentenceSet,
  getSentenceSet,
  listSentenceSets,
  SENTENCE_SETS,
  type SetSummary,
} from '../store/sentence-sets.ts';
import { keepHash } from '../store/set-changes.ts';
import type { NewSet } from '../store/set-table.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { bundledPairs, bundledSetEntries, bundledSets } from './bundled.ts';
import type { PairTexts } from './checked-pair.ts';
import { hashSentenceSet } from './hash-sentence-set.ts';
import { previewFile, type PreviewRequest } from './import.ts';
import type { PairContent } from './pair-content.ts';
import { PairSummary, summariseAll } from './pair-summary.ts';
import type { TokensOfSet } from './pair-views.ts';
import { type ExportAsked, type PairsAsked, SetGrid } from './set-grid.ts';
import { STORED_PAIRS, toNewPair } from './stored-pairs.ts';

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
  /** The columns as they are found when nothing is said of the file. */
  readonly found?: readonly string[] | undefined;
  readonly file: { readonly uploadId: string } | { readonly path: string };
}

/** A set about to be stored. */
interface NewPairs extends NewSet {
  readonly pairs: readonly PairContent[];
}

export type ImportedPairs = Imported<SentenceSet, ImportReport>;

export class SetService {
  /** The pairs of a set as a person looks at them and changes them. */
  readonly grid: SetGrid;
  readonly #store: Store;
  readonly #resources: string;
  readonly #imports: FileImports<ColumnChoice, PairContent, ImportReport, SetSummary, SentenceSet>;
  readonly #uploads: Uploads;
  readonly #summaries: Summaries<PairContent, SetSummary>;

  /**
   * @param parts `uploads`: the files that pages send, whatever they are imported as; the set service's own unless told;
   *   `tokensOf`: what a model's tokenizer makes of a set; without it no model is at hand
   */
  constructor(
    store: Store,
    {
      resources,
      jobs = new Jobs(),
      uploads = new Uploads(store),
      tokensOf,
    }: {
      readonly resources: string;
      readonly jobs?: Jobs;
      readonly uploads?: Uploads;
      readonly tokensOf?: TokensOfSet;
    },
  ) {
    this.#store = store;
    this.#resources = resources;
    this.#imports = new FileImports(store, jobs, STORED_PAIRS);
    this.#uploads = uploads;
    const sets = {
      storedSummary: SENTENCE_SETS.storedSummary.bind(SENTENCE_SETS),
      keepSummary: (database: WritableDatabase, id: number, summary: SetSummary, revision: number) => {
        SENTENCE_SETS.keepSummary(database, id, summary, revision);
        keepHash(database, id, summary.contentHash);
      },
    };
    this.#summaries = new Summaries(store, sets, {
      inPieces: pairsInPieces,
      summary: () => new PairSummary(),
    });
    this.grid = new SetGrid(store, (setId) => this.#summaries.of(setId), tokensOf);
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
    for (const id of SENTENCE_SETS.uncounted(database, projectId)) await this.#summaries.of(id);
    return this.list({ projectId });
  }

  async get({ id }: { readonly id: number }): Promise<HashedSentenceSet> {
    const { database } = this.#store;
    SENTENCE_SETS.require(database, id);
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
    for (const id of SENTENCE_SETS.from(this.#store.database, projectId, source))
      await this.#summaries.of(id);
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
    this.#store.write((database) => SENTENCE_SETS.update(database, values));
    return this.#counted(values.id);
  }

  remove({ id }: { readonly id: number }): Record<string, never> {
    this.#store.write((database) => SENTENCE_SETS.remove(database, id));
    return {};
  }

  /** @throws PairlensError CONFLICT when another set has taken the name since */
  restore({ id }: { readonly id: number }): Promise<SentenceSet> {
    this.#store.write((database) => SENTENCE_SETS.restore(database, id));
    return this.#counted(id);
  }

  /** The set, whose pairs are counted a few at a time where they have changed. */
  async #counted(id: number): Promise<SentenceSet> {
    await this.#summaries.of(id);
    return getSentenceSet(this.#store.database, id);
  }

  /** @throws PairlensError as {@link previewFile} */
  previewImport(request: PreviewRequest): Promise<ImportPreview> {
    return previewFile(request, (columns) => mappingOf(this.#store.database, columns));
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
   * Starts to import a file as a new set and returns at once. The set is there when the job is done. What is said of the
   * columns is kept for the next file that has the same ones.
   * @throws PairlensError CONFLICT when the project has a set of that name; NOT_FOUND, BAD_REQUEST
   */
  startImport({ projectId, name, columns = {}, found, file }: StartedImport): {
    jobId: string;
    setId: number;
  } {
    const { fileName, path, done } =
      'path' in file
        ? { fileName: basename(file.path), path: file.path, done: () => undefined }
        : this.#uploads.take(file.uploadId);
    try {
      // What rows of this file lack says nothing of the next one.
      const kept = { ...columns };
      delete kept.oneSided;
      if (found !== undefined && Object.keys(kept).length > 0)
        this.#store.write((database) => keepMapping(database, found, kept));
      const request = { projectId, name, how: columns, file: { fileName, source: { path } } };
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
  import(request: ImportRequest): Promise<ImportedPairs> {
    const { projectId, name, columns = {} } = request;
    const file: ImportFile =
      'path' in request
        ? { fileName: basename(request.path), source: { path: request.path } }
        : { fileName: request.fileName, source: { content: request.content } };
    return this.#imports.finish({ projectId, name, how: columns, file });
  }

  /** {@link SetGrid.exported} */
  exported(asked: ExportAsked): Generator<string> {
    return this.grid.exported(asked);
  }

  /** A page of the pairs that a view shows. @throws PairlensError INPUT_INVALID for an expression that is none */
  pairs(asked: PairsAsked): Promise<{ total: number; pairs: Pair[] }> {
    return this.grid.pairs(asked);
  }

  /** The words that negations of the set are found by. */
  cueLexicon({ setId }: { readonly setId: number }) {
    SENTENCE_SETS.require(this.#store.database, setId);
    const { language, words, isOwn, ofLanguage } = lexiconOfSet(this.#store.database, setId);
    return { language, words: [...words], isOwn, ofLanguage: ofLanguage && [...ofLanguage] };
  }

  saveCueLexicon({
    setId,
    of,
    language,
    words,
  }: {
    readonly setId: number;
    readonly of: 'set' | 'language';
    readonly language?: Language | undefined;
    readonly words: CueLexicon | null;
  }) {
    const { language: ofSet } = this.cueLexicon({ setId });
    this.#store.write((database) =>
      writeLexicon(database, of === 'set' ? { setId } : { language: language ?? ofSet }, words),
    );
    return this.cueLexicon({ setId });
  }

  /** {@link SetGrid.addPair} */
  addPair(pair: PairTexts & { readonly setId: number }): Pair {
    return this.grid.addPair(pair);
  }

  /** {@link SetGrid.editPair} */
  editPair(pair: PairTexts & { readonly id: number }): Pair {
    return this.grid.editPair(pair);
  }

  removePairs({ ids }: { readonly ids: readonly number[] }): Record<string, never> {
    return this.grid.removePairs({ ids });
  }

  restorePairs({ ids }: { readonly ids: readonly number[] }): Record<string, never> {
    return this.grid.restorePairs({ ids });
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
    onImport: (file: ImportedPairs) => void = () => undefined,
  ): Promise<SentenceSet> {
    const { database } = this.#store;
    return resolveSet(nameOrPath, {
      what: 'sentence set',
      fromFile: async () => {
        const imported = await this.#importUnlessThere(projectId, nameOrPath, columns);
        onImport(imported);
        return imported.set;
      },
      stored: () => findSentenceSet(database, projectId, nameOrPath),
      bundledNames: bundledSetEntries(this.#resources).map(({ name }) => name),
      bundled: () => this.addBundled({ projectId, name: nameOrPath }),
      names: () => SENTENCE_SETS.names(database, projectId),
    });
  }

  #importUnlessThere(projectId: number, path: string, how: ColumnChoice): Promise<ImportedPairs> {
    const fileName = basename(path);
    const file: ImportFile = { fileName, source: { path } };
    return this.#imports.finishUnlessThere({ projectId, file, how }, (summary) => {
      const source = `file:${fileName}`;
      const { database } = this.#store;
      return (
        this.#findSame(projectId, source, summary) ??
        SENTENCE_SETS.freeName(database, projectId, setNameOf(fileName))
      );
    });
  }

  #reuseOrStore(set: NewPairs): SentenceSet {
    const summary = summariseAll(set.pairs);
    const same = this.#findSame(set.projectId, set.source, summary);
    if (same !== null) return same;
    const name = SENTENCE_SETS.freeName(this.#store.database, set.projectId, set.name);
    return this.#storeSet({ ...set, name }, summary);
  }

  /** A set of the project that came from there with the very same pairs. */
  #findSame(projectId: number, source: string, { contentHash }: SetSummary): SentenceSet | null {
    const { database } = this.#store;
    const same = SENTENCE_SETS.findSame(database, { projectId, source, contentHash }, hashSentenceSet);
    return same === null ? null : getSentenceSet(database, same);
  }

  #storeSet({ pairs, ...values }: NewPairs, summary: SetSummary): SentenceSet {
    return this.#store.write((database) => {
      const { id } = createSentenceSet(database, values);
      addPairs(database, id, pairs.map(toNewPair));
      const { revision } = SENTENCE_SETS.storedSummary(database, id);
      SENTENCE_SETS.keepSummary(database, id, summary, revision);
      return getSentenceSet(database, id);
    });
  }

  /** @throws PairlensError STORE_READONLY */
  #requireWriting(): void {
    this.#store.write(() => undefined);
  }
}
