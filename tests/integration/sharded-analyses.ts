/** Shards of small analyses of every kind that is divided, as processes of their own compute them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalysisRequest } from '../../src/main/engine/analyses/subject.ts';
import {
  ANALYSIS_PARTS,
  type AnalysisPartRecord,
} from '../../src/main/engine/analysis-shards/analysis-record.ts';
import type { AnalysisShardOutcome } from '../../src/main/engine/analysis-shards/service.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { goldenFolder } from './parity.ts';
import { addSet } from './workspaces.ts';

export const SHARDS = 3;

/** Token ids without end, no two texts alike. */
const texts = (count: number, from = 0) =>
  Array.from({ length: count }, (_, text) =>
    Array.from({ length: 4 + (text % 5) }, (_unused, at) => (7 * (text + from) + 3 * at) % 107),
  );

/** A token is put in, marked as the cue of what follows. */
const marked = texts(150).map((ids, text) => ({
  original_ids: ids,
  counterfactual_ids: [ids[0] ?? 0, 60, ...ids.slice(1)],
  cues: [1],
  scope: [2, 3],
  label: text % 2 === 0 ? 'even' : 'odd',
  ...(text % 3 === 0 && { cluster: `of three ${text % 7}` }),
}));
const substituted = texts(40, 500).map((ids) => ({
  original_ids: ids,
  counterfactual_ids: [...ids.slice(0, -1), 61],
}));
const NAMES = [10, 11, 12, 13, 14, 15, 16];
/** When A and B went, B gave to. */
const names = NAMES.flatMap((a) =>
  NAMES.filter((b) => b !== a).map((b) => ({
    original_ids: [50, a, 51, b, 52, b, 53, 54],
    counterfactual_ids: [50, a, 51, b, 52, a, 53, 54],
    answer: a,
    wrong_answer: b,
  })),
);

const tooLong = Array.from({ length: 41 }, (_, token) => token + 1);
/** Of the last pair both statements are longer than the golden BERT takes. */
const long = [...marked.slice(0, 100), { original_ids: tooLong, counterfactual_ids: tooLong.toReversed() }];

const SETS = { marked, few: marked.slice(0, 40), control: substituted, names, long };

export interface Sharded {
  readonly kind: string;
  readonly model: string;
  readonly set?: keyof typeof SETS;
  readonly control?: keyof typeof SETS;
  readonly texts?: true;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface ShardOfAnalysis {
  readonly shard: number;
  readonly of?: number;
  readonly to: string;
  readonly keepFailures?: boolean;
}

/** Each of several batches. */
export const SHARDED: readonly Sharded[] = [
  { kind: 'ablation', model: goldenFolder('bert'), inputs: maskedTexts(40) },
  { kind: 'ablation', model: goldenFolder('gpt2'), set: 'few' },
  { kind: 'attribution', model: goldenFolder('gpt2'), set: 'few' },
  { kind: 'catalogue', model: goldenFolder('gpt2'), set: 'names' },
  { kind: 'induction', model: 'attn-only-2l', options: { sequences: 40, length: 8, late: 60 } },
  { kind: 'lens', model: 'attn-only-2l', texts: true },
  { kind: 'negation', model: goldenFolder('bert'), set: 'marked' },
  { kind: 'neurons', model: goldenFolder('gpt2'), set: 'marked', options: { neurons: '0.0-3' } },
  { kind: 'norms', model: goldenFolder('bert'), set: 'marked' },
  { kind: 'norms', model: goldenFolder('bert'), inputs: { texts: texts(10) } },
  {
    kind: 'patching',
    model: goldenFolder('bert'),
    set: 'marked',
    control: 'control',
    options: { hooks: ['z', 'resid_pre'] },
  },
  {
    kind: 'path-patching',
    model: goldenFolder('bert'),
    set: 'few',
    options: { from: ['L0H0', 'embed'], to: ['L1H1'] },
  },
  { kind: 'patterns', model: goldenFolder('gpt2'), set: 'marked' },
];

function maskedTexts(count: number) {
  const given = texts(count);
  return { texts: given, masked: given.map((ids) => [ids.length - 2]), mask_id: 4 };
}

const WORDS = ['the', 'dog', 'saw', 'a', 'cat', 'and', 'ran', 'home', 'to', 'eat'];

/** Workspaces in a folder, which share a home. */
export class ShardedAnalyses {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    const lines = Array.from({ length: 100 }, (_, line) =>
      Array.from(
        { length: 5 },
        (_unused, at) => WORDS[(line * 7 + at * 3 + (line % 4) * at) % WORDS.length],
      ).join(' '),
    );
    writeFileSync(
      join(folder, 'texts.txt'),
      [...new Set(lines.map((text, line) => `${line} ${text}`))].join('\n'),
    );
  }

  open(name: string): Promise<Engine> {
    return openEngine({
      home: join(this.#folder, 'home'),
      shell: 'cli',
      storePath: join(this.#folder, `${name}.sqlite`),
    });
  }

  async request(engine: Engine, { kind, model, inputs, options, ...of }: Sharded): Promise<AnalysisRequest> {
    const projectId = engine.defaultProject().id;
    const set = async (name: keyof typeof SETS) =>
      engine.sets.list({ projectId }).find((one) => one.name === name)?.id ??
      (await addSet(engine, name, SETS[name] as never));
    const file = join(this.#folder, 'texts.txt');
    return {
      projectId,
      kind,
      model,
      ...(of.set !== undefined && { setId: await set(of.set) }),
      ...(of.control !== undefined && { controlSetId: await set(of.control) }),
      ...(of.texts === true && {
        textSetId: (await engine.texts.resolve({ projectId, nameOrPath: file })).id,
      }),
      ...(inputs !== undefined && { inputs }),
      ...(options !== undefined && { options: { ...options } }),
    };
  }

  /** @returns its number, done */
  async whole(engine: Engine, sharded: Sharded): Promise<number> {
    const { id } = await engine.analyses.create(await this.request(engine, sharded));
    const { state, error } = await engine.analyses.finish({ id });
    if (state !== 'done') throw new Error(`${sharded.kind} is ${state}: ${error}`);
    return id;
  }

  async shard(
    engine: Engine,
    sharded: Sharded,
    { shard, of = SHARDS, to, keepFailures }: ShardOfAnalysis,
  ): Promise<AnalysisShardOutcome> {
    const { id } = await engine.analyses.create(await this.request(engine, sharded));
    return engine.analysisShards.compute({ analysisId: id, shard, of, folder: to, keepFailures });
  }
}

export function analysisRecord(number: number, from: string): AnalysisPartRecord {
  const text = readFileSync(join(from, `part-${number}-of-${SHARDS}.json`), 'utf8');
  return ANALYSIS_PARTS.record.parse(JSON.parse(text));
}
