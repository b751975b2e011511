/** What can be asked of sentence sets: the procedures of `contract.sets`, and what the command line needs beside them. */
import { existsSync } from 'node:fs';
import type {
  BundledSet,
  HashedSentenceSet,
  ImportMapping,
  ImportPreview,
  Pair,
  SentenceSet,
} from '../../../shared/entities.ts';
import { importPreview } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Store } from '../store/database.ts';
import {
  addPairs,
  getPair,
  listPairs,
  pairsInOrder,
  removePairs,
  replacePair,
  restorePairs,
} from '../store/pairs.ts';
import type { PairPage } from '../store/pairs.ts';
import { getProject } from '../store/projects.ts';
import {
  createSentenceSet,
  findSentenceSet,
  getSentenceSet,
  listSentenceSets,
  removeSentenceSet,
  restoreSentenceSet,
  updateSentenceSet,
} from '../store/sentence-sets.ts';
import { bundledPairs, bundledSetEntries, bundledSets } from './bundled.ts';
import { hashSentenceSet } from './hash-sentence-set.ts';
import type { ImportedSet } from './import.ts';
import { importSet } from './import.ts';
import type { PairContent } from './pair-content.ts';
import { sentenceSetHash } from './pair-content.ts';
import type { PairTexts } from './sentence-text.ts';
import { checkedPair } from './sentence-text.ts';
import { looksLikeFile, readSetFile, setNameOf } from './set-file.ts';
import { setFile, type SetFileFormat } from './write-set.ts';

interface ImportRequest {
  readonly fileName: string;
  readonly content: Blob;
  readonly mapping?: ImportMapping | undefined;
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

  constructor(store: Store, { resources }: { readonly resources: string }) {
    this.#store = store;
    this.#resources = resources;
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

  get({ id }: { readonly id: number }): HashedSentenceSet {
    const { database } = this.#store;
    return { ...getSentenceSet(database, id), contentHash: hashSentenceSet(database, id) };
  }

  /**
   * Copies a bundled set into the project, under its name. A project that has the set, unedited, keeps the one it has;
   * where the copy has been edited, or another set has the name, the new copy is called "negation 2".
   * @throws PairlensError NOT_FOUND
   */
  addBundled({ projectId, name }: { readonly projectId: number; readonly name: string }): SentenceSet {
    const pairs = bundledPairs(this.#resources, name);
    const description = this.bundled().find((set) => set.name === name)?.description ?? '';
    return this.#reuseOrStore({ projectId, name, description, source: `bundled:${name}`, pairs });
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
  update(values: { readonly id: number; readonly name: string; readonly description: string }): SentenceSet {
    return this.#store.write((database) => updateSentenceSet(database, values));
  }

  remove({ id }: { readonly id: number }): Record<string, never> {
    this.#store.write((database) => removeSentenceSet(database, id));
    return {};
  }

  /** @throws PairlensError CONFLICT when another set has taken the name since */
  restore({ id }: { readonly id: number }): SentenceSet {
    return this.#store.write((database) => restoreSentenceSet(database, id));
  }

  async previewImport(request: ImportRequest): Promise<ImportPreview> {
    return previewOf(await readRequest(request));
  }

  /**
   * Stores the pairs of a file as a new set.
   * @throws PairlensError SET_INVALID (details: the preview) and SET_EMPTY, storing nothing; CONFLICT when the project
   * has a set of that name
   */
  async import(
    request: ImportRequest & { readonly projectId: number; readonly name: string },
  ): Promise<{ set: SentenceSet; preview: ImportPreview }> {
    const { projectId, name, fileName } = request;
    const imported = accepted(await readRequest(request), fileName);
    const source = `file:${fileName}`;
    const set = this.#storeSet({ projectId, name, description: '', source, pairs: imported.pairs });
    return { set, preview: previewOf(imported) };
  }

  /**
   * The pairs of a set as a file that {@link import} reads back.
   * @throws PairlensError NOT_FOUND; BAD_REQUEST for pairs of token ids as CSV
   */
  exported({ id, format }: { readonly id: number; readonly format: SetFileFormat }): string {
    const { database } = this.#store;
    getSentenceSet(database, id);
    return setFile([...pairsInOrder(database, id)], format);
  }

  pairs(page: PairPage): { total: number; pairs: Pair[] } {
    getSentenceSet(this.#store.database, page.setId);
    return listPairs(this.#store.database, page);
  }

  /** Adds a pair at the end. Throws SET_INVALID for a side that is empty or is no text. */
  addPair({ setId, ...texts }: PairTexts & { readonly setId: number }): Pair {
    const pair = checkedPair(texts);
    return this.#store.write((database) => {
      getSentenceSet(database, setId);
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
    }: {
      readonly projectId: number;
      readonly nameOrPath: string;
    },
    onImport: (file: ImportedSet) => void = () => undefined,
  ): Promise<SentenceSet> {
    const isThere = existsSync(nameOrPath);
    if (isThere && looksLikeFile(nameOrPath)) return this.#setFromFile(projectId, nameOrPath, onImport);
    const stored = findSentenceSet(this.#store.database, projectId, nameOrPath);
    if (stored !== null) return stored;
    const bundledNames = bundledSetEntries(this.#resources).map(({ name }) => name);
    if (bundledNames.includes(nameOrPath)) return this.addBundled({ projectId, name: nameOrPath });
    if (isThere) return this.#setFromFile(projectId, nameOrPath, onImport);
    const names = [...new Set([...this.list({ projectId }).map(({ name }) => name), ...bundledNames])];
    throw new PairlensError(
      'FILE_NOT_FOUND',
      `${nameOrPath} is neither a file nor a sentence set; the sets are ${names.join(', ')}`,
      { path: nameOrPath, sets: names },
    );
  }

  async #setFromFile(
    projectId: number,
    path: string,
    onImport: (file: ImportedSet) => void,
  ): Promise<SentenceSet> {
    const { fileName, content } = await readSetFile(path);
    const imported = accepted(importSet(fileName, content), fileName);
    onImport(imported);
    const { pairs } = imported;
    const name = setNameOf(fileName);
    return this.#reuseOrStore({ projectId, name, description: '', source: `file:${fileName}`, pairs });
  }

  #reuseOrStore(set: NewSet): SentenceSet {
    const { database } = this.#store;
    const hash = sentenceSetHash(set.pairs);
    const stored = listSentenceSets(database, set.projectId);
    const same = stored.find(
      ({ id, source, pairCount }) =>
        source === set.source && pairCount === set.pairs.length && hashSentenceSet(database, id) === hash,
    );
    return same ?? this.#storeSet({ ...set, name: freeName(set.name, stored) });
  }

  #storeSet({ pairs, ...values }: NewSet): SentenceSet {
    return this.#store.write((database) => {
      const { id } = createSentenceSet(database, values);
      addPairs(database, id, pairs.map(toNewPair));
      return getSentenceSet(database, id);
    });
  }
}

async function readRequest({ fileName, content, mapping }: ImportRequest): Promise<ImportedSet> {
  return importSet(fileName, new Uint8Array(await content.arrayBuffer()), mapping);
}

function accepted(imported: ImportedSet, fileName: string): ImportedSet {
  if (imported.empty) {
    throw new PairlensError('SET_EMPTY', `${fileName} has no pairs`, { ...previewOf(imported) });
  }
  if (imported.problemCount > 0) {
    throw new PairlensError('SET_INVALID', problemsInWords(imported, fileName), { ...previewOf(imported) });
  }
  return imported;
}

/** One line for one problem; for more, how many there are and a line for each of the first. */
function problemsInWords({ problems, problemCount }: ImportedSet, fileName: string): string {
  const lines = problems.map(({ line, column, message }) =>
    line === null ? message : `line ${line}, column ${column ?? 1}: ${message}`,
  );
  if (problemCount === 1) return `${fileName}, ${lines.join()}`;
  const unseen = problemCount - lines.length;
  const rest = unseen === 0 ? [] : [`and ${unseen} more`];
  return [`${fileName} has ${problemCount} problems`, ...lines, ...rest].join('\n  ');
}

/** Leaves out the pairs: zod keeps only what the contract names. */
function previewOf(imported: ImportedSet): ImportPreview {
  return importPreview.parse(imported);
}

function toNewPair({
  originalIds,
  counterfactualIds,
  neutralIds,
  ...texts
}: PairContent): Omit<Pair, 'id' | 'setId' | 'position'> {
  const copied = (ids: readonly number[] | null): number[] | null => (ids === null ? null : [...ids]);
  return {
    ...texts,
    originalIds: copied(originalIds),
    counterfactualIds: copied(counterfactualIds),
    neutralIds: copied(neutralIds),
  };
}

/** `name`, or the first of "name 2", "name 3", … that no set has. */
function freeName(name: string, sets: readonly SentenceSet[]): string {
  const taken = new Set(sets.map((set) => set.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}
