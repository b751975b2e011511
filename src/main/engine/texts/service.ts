/** What can be asked of text sets: the procedures of `contract.texts`, and what the command line needs beside them. */
import { basename } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import type {
  BundledTextSet,
  HashedTextSet,
  StoredText,
  TextFileChoice,
  TextImportPreview,
  TextImportReport,
  TextSet,
} from '../../../shared/texts.ts';
import { FileImports, type Imported } from '../imports/file-imports.ts';
import { type ImportFile, setNameOf } from '../imports/import-file.ts';
import { resolveSet } from '../imports/resolve-set.ts';
import { Summaries } from '../imports/summaries.ts';
import { Uploads } from '../imports/uploads.ts';
import { Jobs } from '../jobs/jobs.ts';
import type { Store } from '../store/database.ts';
import { getProject } from '../store/projects.ts';
import type { TextContent } from '../store/text-content.ts';
import {
  createTextSet,
  findTextSet,
  getTextSet,
  hashTextSet,
  listTextSets,
  TEXT_SETS,
  type TextSetSummary,
} from '../store/text-sets.ts';
import { addTexts, getText, removeTexts, replaceText, restoreTexts, textsInPieces } from '../store/texts.ts';
import { bundledTextEntries, bundledTexts, bundledTextSets } from './bundled-texts.ts';
import { checkedText, type TypedText } from './checked-text.ts';
import { previewTexts, type TextPreviewRequest } from './read-texts.ts';
import { STORED_TEXTS } from './stored-texts.ts';
import { TextSummary } from './text-summary.ts';
import { type TextsAsked, TextViews } from './text-views.ts';
import { textFile, type WrittenTextFormat } from './write-texts.ts';

export type ImportedTexts = Imported<TextSet, TextImportReport>;

/** A file on this machine to import, and what is known of it. */
export interface TextImportRequest extends TextFileChoice {
  readonly projectId: number;
  readonly name: string;
  readonly path: string;
}

/** What the screen asks for: a file that it has sent, one that the desktop's dialog has named, or what was pasted. */
interface StartedTextImport extends TextFileChoice {
  readonly projectId: number;
  readonly name: string;
  readonly file: { readonly uploadId: string } | { readonly path: string } | { readonly pasted: string };
}

/** Pasted text is read as a file of running text. */
const PASTED_FILE = 'pasted.txt';

export class TextService {
  readonly #store: Store;
  readonly #resources: string;
  readonly #imports: FileImports<TextFileChoice, TextContent, TextImportReport, TextSetSummary, TextSet>;
  readonly #uploads: Uploads;
  readonly #summaries: Summaries<TextContent, TextSetSummary>;
  readonly #views: TextViews;

  constructor(
    store: Store,
    {
      resources,
      jobs = new Jobs(),
      uploads = new Uploads(store),
    }: { readonly resources: string; readonly jobs?: Jobs; readonly uploads?: Uploads },
  ) {
    this.#store = store;
    this.#resources = resources;
    this.#imports = new FileImports(store, jobs, STORED_TEXTS);
    this.#uploads = uploads;
    this.#summaries = new Summaries(store, TEXT_SETS, {
      inPieces: textsInPieces,
      summary: () => new TextSummary(),
    });
    this.#views = new TextViews(store.database, async (setId) => (await this.#summaries.of(setId)).textCount);
  }

  bundled(): BundledTextSet[] {
    return bundledTextSets(this.#resources);
  }

  /** @throws PairlensError NOT_FOUND for a project that is not there */
  list({ projectId }: { readonly projectId: number }): TextSet[] {
    const { database } = this.#store;
    getProject(database, projectId);
    return listTextSets(database, projectId);
  }

  /** The same, but that what has to be counted anew is counted a few texts at a time. */
  async listCounted({ projectId }: { readonly projectId: number }): Promise<TextSet[]> {
    const { database } = this.#store;
    for (const id of TEXT_SETS.uncounted(database, projectId)) await this.#summaries.of(id);
    return this.list({ projectId });
  }

  async get({ id }: { readonly id: number }): Promise<HashedTextSet> {
    const { database } = this.#store;
    TEXT_SETS.require(database, id);
    const { contentHash } = await this.#summaries.of(id);
    return { ...getTextSet(database, id), contentHash };
  }

  /** @throws PairlensError CONFLICT when the project has a text set of that name, NOT_FOUND when there is no such project */
  create(values: {
    readonly projectId: number;
    readonly name: string;
    readonly description: string;
  }): TextSet {
    return this.#store.write((database) => createTextSet(database, { ...values, source: 'manual' }));
  }

  /** @throws PairlensError CONFLICT, NOT_FOUND */
  update(values: {
    readonly id: number;
    readonly name: string;
    readonly description: string;
  }): Promise<TextSet> {
    this.#store.write((database) => TEXT_SETS.update(database, values));
    return this.#counted(values.id);
  }

  remove({ id }: { readonly id: number }): Record<string, never> {
    this.#store.write((database) => TEXT_SETS.remove(database, id));
    return {};
  }

  /** @throws PairlensError CONFLICT when another set has taken the name since */
  restore({ id }: { readonly id: number }): Promise<TextSet> {
    this.#store.write((database) => TEXT_SETS.restore(database, id));
    return this.#counted(id);
  }

  /** The set, whose texts are counted a few at a time where they have changed. */
  async #counted(id: number): Promise<TextSet> {
    await this.#summaries.of(id);
    return getTextSet(this.#store.database, id);
  }

  /**
   * Copies a bundled set into the project, under its name. A project that has the set, unedited, keeps the one it has;
   * where the copy has been edited, or another set has the name, the new copy is called "everyday-english 2".
   * @throws PairlensError NOT_FOUND
   */
  async addBundled({
    projectId,
    name,
  }: {
    readonly projectId: number;
    readonly name: string;
  }): Promise<TextSet> {
    const texts = bundledTexts(this.#resources, name);
    const description = this.bundled().find((set) => set.name === name)?.description ?? '';
    const source = `bundled:${name}`;
    // Copies that have been edited are counted a few texts at a time before they are compared.
    for (const id of TEXT_SETS.from(this.#store.database, projectId, source)) await this.#summaries.of(id);
    const summary = summarise(texts);
    const same = this.#findSame(projectId, source, summary);
    if (same !== null) return same;
    return this.#store.write((database) => {
      const free = TEXT_SETS.freeName(database, projectId, name);
      const { id } = createTextSet(database, { projectId, name: free, description, source });
      addTexts(database, id, texts);
      TEXT_SETS.keepSummary(database, id, summary, TEXT_SETS.storedSummary(database, id).revision);
      return getTextSet(database, id);
    });
  }

  /** @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; SET_INVALID for a file that is too large */
  previewImport(request: TextPreviewRequest): Promise<TextImportPreview> {
    return previewTexts(request);
  }

  /**
   * Starts to import a file as a new text set and returns at once. The set is there when the job is done.
   * @throws PairlensError CONFLICT when the project has a text set of that name; NOT_FOUND, BAD_REQUEST
   */
  startImport({ projectId, name, file, ...how }: StartedTextImport): { jobId: string; setId: number } {
    const { file: taken, done } = this.#take(file);
    try {
      const source = 'pasted' in file ? 'pasted' : `file:${taken.fileName}`;
      const { jobId, setId } = this.#imports.start({ projectId, name, how, file: taken, source }, done);
      return { jobId, setId };
    } catch (error) {
      done();
      throw error;
    }
  }

  /** The file of a request, with what is to be done when it is no longer needed. */
  #take(file: StartedTextImport['file']): { readonly file: ImportFile; readonly done: () => void } {
    const done = (): void => undefined;
    if ('pasted' in file)
      return { file: { fileName: PASTED_FILE, source: { content: new Blob([file.pasted]) } }, done };
    if ('path' in file) return { file: { fileName: basename(file.path), source: { path: file.path } }, done };
    const upload = this.#uploads.take(file.uploadId);
    return {
      file: { fileName: upload.fileName, source: { path: upload.path } },
      done: () => upload.done(),
    };
  }

  /**
   * Stores the texts of a file as a new set.
   * @throws PairlensError SET_INVALID (details: the report) and SET_EMPTY, storing nothing; CONFLICT when the project
   * has a text set of that name; FILE_NOT_FOUND, FILE_UNREADABLE; CANCELLED
   */
  import({ projectId, name, path, ...how }: TextImportRequest): Promise<ImportedTexts> {
    const file: ImportFile = { fileName: basename(path), source: { path } };
    return this.#imports.finish({ projectId, name, how, file });
  }

  /**
   * The texts of a set as a file that {@link import} reads back, in pieces.
   * @throws PairlensError NOT_FOUND; BAD_REQUEST for what the format cannot hold
   */
  exported({ id, format }: { readonly id: number; readonly format: WrittenTextFormat }): Generator<string> {
    const { database } = this.#store;
    const { labelCount } = getTextSet(database, id);
    return textFile(textsInPieces(database, id), format, labelCount > 0);
  }

  /** A page of the texts, of those in which `search` occurs. */
  async texts(asked: TextsAsked): Promise<{ total: number; texts: StoredText[] }> {
    TEXT_SETS.require(this.#store.database, asked.setId);
    return this.#views.page(asked);
  }

  /** Adds a text at the end. Throws SET_INVALID for one that is empty or is no text. */
  addText({ setId, ...typed }: TypedText & { readonly setId: number }): StoredText {
    const text = checkedText(typed);
    return this.#store.write((database) => {
      TEXT_SETS.require(database, setId);
      const [id] = addTexts(database, setId, [text]);
      if (id === undefined) throw new PairlensError('INTERNAL', `a text added to set ${setId} has no id`);
      return getText(database, id);
    });
  }

  /** Stored results keep the text as it was: the edited one is a new row in the same place. */
  editText({ id, ...typed }: TypedText & { readonly id: number }): StoredText {
    const text = checkedText(typed);
    return this.#store.write((database) => replaceText(database, id, text));
  }

  removeTexts({ ids }: { readonly ids: readonly number[] }): Record<string, never> {
    this.#store.write((database) => removeTexts(database, ids));
    return {};
  }

  /** @param asked.inPlaceOf texts in use, such as what they were edited to, which are removed in the same go */
  restoreTexts({
    ids,
    inPlaceOf = [],
  }: {
    readonly ids: readonly number[];
    readonly inPlaceOf?: readonly number[] | undefined;
  }): Record<string, never> {
    this.#store.write((database) => {
      removeTexts(database, inPlaceOf);
      restoreTexts(database, ids);
    });
    return {};
  }

  /**
   * The set that a person means by `FILE|SET`. A path, or a name with the extension of a file, is a file if one is
   * there; anything else is the name of a text set of the project, or of a bundled one, or else a file. A file or bundled
   * set that the project holds already with the same texts is not stored twice; one that has changed since becomes a
   * set of its own ("texts 2").
   * @throws PairlensError FILE_NOT_FOUND when it is none of these; FILE_UNREADABLE, SET_INVALID, SET_EMPTY
   */
  async resolve(
    {
      projectId,
      nameOrPath,
      ...how
    }: TextFileChoice & { readonly projectId: number; readonly nameOrPath: string },
    onImport: (file: ImportedTexts) => void = () => undefined,
  ): Promise<TextSet> {
    const { database } = this.#store;
    return resolveSet(nameOrPath, {
      what: 'text set',
      fromFile: async () => {
        const imported = await this.#importUnlessThere(projectId, nameOrPath, how);
        onImport(imported);
        return imported.set;
      },
      stored: () => findTextSet(database, projectId, nameOrPath),
      bundledNames: bundledTextEntries(this.#resources).map(({ name }) => name),
      bundled: () => this.addBundled({ projectId, name: nameOrPath }),
      names: () => TEXT_SETS.names(database, projectId),
    });
  }

  #importUnlessThere(projectId: number, path: string, how: TextFileChoice): Promise<ImportedTexts> {
    const fileName = basename(path);
    const file: ImportFile = { fileName, source: { path } };
    return this.#imports.finishUnlessThere({ projectId, file, how }, (summary) => {
      const { database } = this.#store;
      return (
        this.#findSame(projectId, `file:${fileName}`, summary) ??
        TEXT_SETS.freeName(database, projectId, setNameOf(fileName))
      );
    });
  }

  /** A text set of the project that came from there with the very same texts. */
  #findSame(projectId: number, source: string, { contentHash }: TextSetSummary): TextSet | null {
    const { database } = this.#store;
    const same = TEXT_SETS.findSame(database, { projectId, source, contentHash }, hashTextSet);
    return same === null ? null : getTextSet(database, same);
  }
}

function summarise(texts: Iterable<TextContent>): TextSetSummary {
  const summary = new TextSummary();
  for (const text of texts) summary.add(text);
  return summary.finish();
}
