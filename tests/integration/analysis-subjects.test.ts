/** What an analysis is made of: sets of texts, sets of pairs, token ids; whichever the kind. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tensorOf } from '../../src/core/analyses/named-tensor.ts';
import { storePlan } from '../../src/main/engine/analyses/store-plan.ts';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import {
  analysisExists,
  createAnalysis,
  planAnalysisItems,
  removeAnalysis,
} from '../../src/main/engine/store/analyses.ts';
import { dropHalfPlannedAnalyses } from '../../src/main/engine/store/drop-analyses.ts';
import type { Store } from '../../src/main/engine/store/database.ts';
import { itemValues } from '../../src/main/engine/store/analysis-results.ts';
import { addTexts, removeTexts } from '../../src/main/engine/store/texts.ts';
import { createTextSet } from '../../src/main/engine/store/text-sets.ts';
import type { Analysis } from '../../src/shared/analyses.ts';
import { Gate, GOLDEN_BERT, toyWorks } from './toy-analysis.ts';
import { toyOfStatements } from './toy-of-statements.ts';
import { importPairs, randomPairs, temporaryFolder } from './workspace.ts';

let folder: ReturnType<typeof temporaryFolder>;
let gate: Gate;
let engine: Engine;

beforeEach(async () => {
  folder = temporaryFolder();
  gate = new Gate();
  const works = { ...toyWorks(gate), 'toy-of-statements': toyOfStatements(gate) };
  engine = await openEngine({ home: folder.path, shell: 'cli', works });
});
afterEach(async () => {
  await engine.close();
  folder.remove();
});

function create(
  of: Omit<AnalysisRequest, 'projectId' | 'kind'>,
  kind = 'toy-of-statements',
): Promise<Analysis> {
  return engine.analyses.create({ projectId: engine.defaultProject().id, kind, model: GOLDEN_BERT, ...of });
}

const STATEMENTS = randomPairs(7, 3).map(({ original }) => [...original]);

function writable(): Parameters<typeof createTextSet>[0] {
  return engine.store.database as Parameters<typeof createTextSet>[0];
}

function addTextSet(statements: readonly (readonly number[])[]): { textSetId: number; textIds: number[] } {
  const projectId = engine.defaultProject().id;
  const set = createTextSet(writable(), { projectId, name: 'Texts', description: '', source: 'manual' });
  const textIds = addTexts(
    writable(),
    set.id,
    statements.map((ids) => ({ label: null, text: null, ids })),
  );
  return { textSetId: set.id, textIds };
}

const meansOf = ({ id }: Analysis) => [...tensorOf(engine.analyses.tensors({ id }), 'mean').data];
const valuesOf = ({ id }: Analysis, index: number) =>
  itemValues(engine.store.database, id, { name: 'to_first', index });

describe('planning', () => {
  it('of more items than are written in one go leaves them all, each with its text', async () => {
    const [statement = []] = STATEMENTS;
    const { textSetId, textIds } = addTextSet(Array.from({ length: 5003 }, () => statement));
    const { id, total } = await create({ textSetId });
    expect(total).toBe(5003);
    const items = engine.store.database
      .prepare<[number], { position: number; source: number }>(
        'SELECT position, source_id AS source FROM analysis_item WHERE analysis_id = ? ORDER BY position',
      )
      .all(id);
    expect(items.map(({ position }) => position)).toEqual([...textIds.keys()]);
    expect(items.map(({ source }) => source)).toEqual(textIds);
  });

  it('that is given up leaves nothing to be seen', async () => {
    const { textSetId } = addTextSet(STATEMENTS);
    const projectId = engine.defaultProject().id;
    const request = { projectId, kind: 'toy-of-statements', model: GOLDEN_BERT, textSetId };
    const gone = AbortSignal.abort();
    await expect(engine.analyses.create(request, gone)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(engine.analyses.list({ projectId })).toEqual([]);
  });

  const aboutOf = ({ model }: Analysis) => ({
    projectId: engine.defaultProject().id,
    kind: 'toy-of-statements',
    version: 1,
    runId: null,
    setId: null,
    controlSetId: null,
    textSetId: null,
    inputs: null,
    modelId: model?.id ?? null,
    options: {},
    provenance: {
      subjectHash: '',
      weightsHash: '',
      compiledWeights: null,
      device: 'cpu' as const,
      ranOn: null,
      tokenizerHash: '',
      seed: 0,
      pairlensVersion: '',
      ortVersion: '',
    },
  });
  const rowsOf = (table: string) => engine.store.database.prepare(`SELECT * FROM ${table}`).all().length;

  it('that is given up while its items are written leaves nothing', async () => {
    const sources = Array.from({ length: 12_000 }, () => null);
    const other = await create({ textSetId: addTextSet(STATEMENTS).textSetId });
    const before = [rowsOf('analysis'), rowsOf('analysis_item')];
    const store = engine.store as Store;
    await expect(storePlan(store, () => aboutOf(other), sources, AbortSignal.abort())).rejects.toThrow(
      'aborted',
    );
    expect([rowsOf('analysis'), rowsOf('analysis_item')]).toEqual(before);
  });

  it('that ended with its process is not restored, and goes when the workspace is next opened', async () => {
    const other = await create({ textSetId: addTextSet(STATEMENTS).textSetId });
    const planned = (items: number) => {
      const id = createAnalysis(writable(), { ...aboutOf(other), total: 3 });
      planAnalysisItems(
        writable(),
        id,
        0,
        Array.from({ length: items }, () => null),
      );
      removeAnalysis(writable(), id);
      return id;
    };
    const [half, whole] = [planned(2), planned(3)];
    expect(() => engine.analyses.restore({ id: half })).toThrow('was given up while it was planned');
    dropHalfPlannedAnalyses(writable());
    expect([half, whole].map((id) => analysisExists(engine.store.database, id))).toEqual([false, true]);
    expect(engine.analyses.restore({ id: whole })).toMatchObject({ total: 3, state: 'planned' });
  });
});

describe('an analysis of texts', () => {
  it('names its set, and gives the values of one head over all texts', async () => {
    const { textSetId, textIds } = addTextSet(STATEMENTS);
    const done = await engine.analyses.finish(await create({ textSetId }));
    expect(done).toMatchObject({
      state: 'done',
      total: 7,
      subject: { kind: 'texts', textSet: { id: textSetId, name: 'Texts' } },
      provenance: { subjectHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    const { positions, sources, values } = valuesOf(done, 2);
    expect(positions).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(sources).toEqual(textIds);
    const mean = values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / 7;
    expect(mean).toBeCloseTo(meansOf(done)[2] ?? 0, 15);
    expect(() => valuesOf(done, 4)).toThrow(/keeps no number 4 of “to_first”/);
  });

  it('comes to the same numbers when it was stopped while batches were under way', async () => {
    const { textSetId } = addTextSet(STATEMENTS);
    const whole = await engine.analyses.finish(await create({ textSetId }));
    const { id } = await create({ textSetId });
    const hold = gate.holdBefore(2);
    engine.analyses.start({ id });
    await hold.reached;
    const cancelled = engine.analyses.cancel({ id });
    hold.release();
    expect(await cancelled).toMatchObject({ state: 'cancelled' });
    const resumed = await engine.analyses.finish({ id });
    expect(meansOf(resumed)).toEqual(meansOf(whole));
    expect(valuesOf(resumed, 1)).toEqual(valuesOf(whole, 1));
  });

  it('leaves out a text that is too long for the model, and says so', async () => {
    const long = Array.from({ length: 41 }, () => 5);
    const { textSetId } = addTextSet([...STATEMENTS.slice(0, 4), long, ...STATEMENTS.slice(4)]);
    const done = await engine.analyses.finish(await create({ textSetId }));
    expect(done).toMatchObject({ state: 'done', total: 8, done: 7, failed: 1 });
    expect(engine.analyses.errors(done)).toEqual([
      { position: 4, code: 'SENTENCE_TOO_LONG', message: 'the text has 41 tokens; the model takes up to 40' },
    ]);
    const { positions } = valuesOf(done, 0);
    expect(positions).toEqual([0, 1, 2, 3, 5, 6, 7]);
  });

  it('is not resumed when a text has changed since', async () => {
    const { textSetId, textIds } = addTextSet(STATEMENTS);
    const { id } = await create({ textSetId });
    removeTexts(writable(), textIds.slice(0, 1));
    expect(await engine.analyses.finish({ id })).toMatchObject({
      state: 'failed',
      error: `what analysis ${id} is of has changed since it was planned: start a new one`,
    });
  });
});

describe('an analysis of pairs', () => {
  it('has both statements of each, and its control by name', async () => {
    const setId = await importPairs(engine, 'set', randomPairs(3, 5));
    const controlSetId = await importPairs(engine, 'control', randomPairs(2, 6));
    const done = await engine.analyses.finish(await create({ setId, controlSetId }));
    expect(done).toMatchObject({
      total: 6,
      subject: {
        kind: 'pairs',
        set: { id: setId, name: 'set' },
        controlSet: { id: controlSetId, name: 'control' },
      },
    });
    const { sources } = valuesOf(done, 0);
    expect(sources[0]).toBe(sources[1]);
    expect(new Set(sources).size).toBe(3);
  });
});

describe('an analysis of token ids', () => {
  it('gives the numbers that texts of the same ids give', async () => {
    const { textSetId } = addTextSet(STATEMENTS);
    const ofTexts = await engine.analyses.finish(await create({ textSetId }));
    const ofIds = await engine.analyses.finish(await create({ inputs: { texts: STATEMENTS } }));
    expect(ofIds.subject).toEqual({ kind: 'ids' });
    expect(meansOf(ofIds)).toEqual(meansOf(ofTexts));
    expect(valuesOf(ofIds, 0).sources).toEqual(STATEMENTS.map(() => null));
  });

  it('is refused where they have another shape', async () => {
    await expect(create({ inputs: { texts: [['a']] } })).rejects.toThrow(
      /no token ids as toy of statements reads them: texts\[0\]\[0\]/,
    );
  });
});

describe('what the kind does not take', () => {
  it('is said', async () => {
    await expect(create({})).rejects.toThrow(
      'Toy of statements is of a set of texts, a set of pairs or token ids: name one',
    );
    const { textSetId } = addTextSet(STATEMENTS);
    await expect(create({ textSetId }, 'toy')).rejects.toThrow(
      'Toy is of a model alone: name one, not a set of texts',
    );
    await expect(create({ textSetId, inputs: {} })).rejects.toThrow(
      'Toy of statements is of one thing at a time, not of a set of texts and token ids',
    );
    const empty = createTextSet(writable(), {
      projectId: engine.defaultProject().id,
      name: 'Empty',
      description: '',
      source: 'manual',
    });
    await expect(create({ textSetId: empty.id })).rejects.toThrow('the set has no texts: add some first');
    await expect(create({ textSetId: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const setId = await importPairs(engine, 'its own control', randomPairs(2, 7));
    await expect(create({ setId, controlSetId: setId })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'the control set is the set itself: choose another',
    });
  });
});
