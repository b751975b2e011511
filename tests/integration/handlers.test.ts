/** The contract over a MessagePort, as the desktop shell speaks it: every kind of value and of error crosses. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/message-port';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { readSafetensors } from '../../src/core/checkpoints/safetensors.ts';
import { createRouter } from '../../src/main/engine/handlers.ts';
import { contract, type Contract } from '../../src/shared/contract.ts';
import type { Pair, Run } from '../../src/shared/entities.ts';
import type { Job } from '../../src/shared/jobs.ts';
import { GOLDEN_BERT, GOLDEN_PAIRS, openWorkspace, type Workspace } from './workspaces.ts';

type Client = ContractRouterClient<Contract>;

let workspace: Workspace;
let client: Client;
let channel: MessageChannel;
let run: Run;
let pair: Pair;
const seen: Job[] = [];

function connect(
  router: ReturnType<typeof createRouter>,
  caller?: symbol,
): { channel: MessageChannel; client: Client } {
  const ports = new MessageChannel();
  new RPCHandler(router).upgrade(ports.port1, { context: { caller } });
  const link = new RPCLink({ port: ports.port2 });
  ports.port1.start();
  ports.port2.start();
  return { channel: ports, client: createORPCClient(link) };
}

/** Sends a file as a page does, in pieces, imports it, and returns the set's id when it is there. */
async function importContent(
  projectId: number,
  name: string,
  fileName: string,
  content: Blob,
  pieceBytes = 64,
): Promise<number> {
  const { uploadId } = await client.sets.beginUpload({ fileName, bytes: content.size });
  for (let offset = 0; offset < content.size; offset += pieceBytes)
    await client.sets.appendUpload({
      uploadId,
      offset,
      content: content.slice(offset, offset + pieceBytes),
    });
  const feed = await client.jobs.feed();
  const { jobId, setId } = await client.sets.import({ projectId, name, file: { uploadId } });
  for await (const job of feed) {
    if (job.jobId !== jobId || job.state === 'running') continue;
    expect(job).toMatchObject({ state: 'done', subject: { projectId, setId } });
    break;
  }
  return setId;
}

afterEach(() => vi.restoreAllMocks());
beforeAll(async () => {
  workspace = await openWorkspace();
  ({ channel, client } = connect(createRouter(workspace.engine)));

  const project = await client.projects.create({ name: 'Negation study' });
  const content = new Blob([GOLDEN_PAIRS.map((each) => JSON.stringify(each)).join('\n')]);
  const setId = await importContent(project.id, 'golden', 'g.jsonl', content);
  const planned = await client.runs.create({
    projectId: project.id,
    setId,
    controlSetId: null,
    model: GOLDEN_BERT,
    options: {},
  });
  const progress = await client.jobs.feed();
  await client.runs.start({ id: planned.id });
  for await (const event of progress) {
    seen.push(event);
    if (event.state !== 'running') break;
  }
  run = await client.runs.get({ id: planned.id });
  const page = await client.sets.pairs({ setId, offset: 0, limit: 1 });
  pair = page.pairs[0] ?? expect.unreachable('no pair');
});
afterAll(async () => {
  channel.port1.close();
  await workspace.dispose();
});

test('every procedure of the contract has a handler', () => {
  const names = (procedures: object, prefix = ''): string[] =>
    Object.entries(procedures).flatMap(([name, value]) =>
      '~orpc' in (value as object) ? [`${prefix}${name}`] : names(value as object, `${prefix}${name}.`),
    );
  expect(names(createRouter(workspace.engine)).toSorted()).toEqual(names(contract).toSorted());
});

test('a run is planned, started and followed to its end', () => {
  expect(run).toMatchObject({
    state: 'done',
    total: GOLDEN_PAIRS.length,
    done: GOLDEN_PAIRS.length,
    failed: 0,
  });
  expect(seen.at(-1)).toMatchObject({
    subject: { runId: run.id },
    state: 'done',
    done: GOLDEN_PAIRS.length,
  });
});

test('what one window changes, the others are told, and it itself is not', async () => {
  const router = createRouter(workspace.engine);
  const one = connect(router, Symbol('one'));
  const other = connect(router, Symbol('other'));
  const heardByOne = await one.client.workspace.changes();
  const heardByOther = await other.client.workspace.changes();
  const project = await one.client.projects.create({ name: 'Seen from two windows' });
  expect((await heardByOther.next()).value).toBe('projects');
  await other.client.projects.update({ ...project, name: 'Renamed in the other' });
  // The first thing that it hears is not what it did itself.
  await other.client.runs.get({ id: run.id });
  await other.client.workspace.setFlagThresholds(await other.client.workspace.flagThresholds());
  expect([(await heardByOne.next()).value, (await heardByOne.next()).value]).toEqual([
    'projects',
    'workspace',
  ]);
  await other.client.projects.remove({ id: project.id });
  for (const { channel: ports } of [one, other]) ports.port1.close();
});

describe('values', () => {
  test('rows of results, with defaults filled in', async () => {
    const rows = await client.results.page({
      runId: run.id,
      filter: {},
      sort: { by: 'max_attention_diff', direction: 'desc' },
      offset: 0,
      limit: 5,
    });
    expect(rows).toHaveLength(5);
    expect(Object.keys(rows[0]?.metrics ?? {})).toEqual([...METRIC_NAMES]);
    expect(await client.results.count({ runId: run.id, filter: {} })).toEqual({
      rows: 8 * GOLDEN_PAIRS.length,
      pairs: GOLDEN_PAIRS.length,
      heads: 8,
    });
  });

  test('tensors as the bytes of a file', async () => {
    const maps = await client.pairs.maps({ runId: run.id, pairId: pair.id, layer: 0, head: 0 });
    const tensors = readSafetensors(new Uint8Array(await maps.arrayBuffer()));
    expect([...tensors.keys()].toSorted()).toEqual([
      'pattern_counterfactual',
      'pattern_difference',
      'pattern_original',
      'value_centred_counterfactual',
      'value_centred_original',
    ]);
  });

  test('a figure as a file of its type', async () => {
    const spec = {
      kind: 'pair-map' as const,
      runId: run.id,
      pairId: pair.id,
      layer: 0,
      head: 0,
      map: 'pattern_original' as const,
    };
    const { file: svg, withoutFont } = await client.exports.figure({ spec, format: 'svg', theme: 'dark' });
    expect(withoutFont).toEqual([]);
    expect(svg.type).toBe('image/svg+xml');
    expect(await svg.text()).toContain('Attention · original');
    const { file: png } = await client.exports.figure({ spec, format: 'png', theme: 'dark' });
    expect(png.type).toBe('image/png');
  });

  test('a long table in pieces', async () => {
    let text = '';
    const told: number[] = [];
    for await (const piece of await client.exports.metricsTable({
      runId: run.id,
      filter: {},
      sort: { by: 'pair', direction: 'asc' },
      format: 'csv',
    })) {
      text += Buffer.from(piece.base64, 'base64').toString();
      told.push(piece.done / piece.total);
    }
    expect(text.split('\n')).toHaveLength(1 + 8 * GOLDEN_PAIRS.length + 1);
    expect(told.at(-1)).toBe(1);
    const statistics = await client.exports.aggregatesTable({ runId: run.id, format: 'parquet' });
    expect(statistics.type).toBe('application/vnd.apache.parquet');
  });

  test('statistics, groups and a pair', async () => {
    expect(await client.aggregates.groups({ runId: run.id })).toEqual(['even', 'longer', 'odd']);
    const rows = await client.aggregates.rows({ runId: run.id, metrics: ['value_cosine'] });
    expect(rows).toHaveLength(8);
    const detail = await client.pairs.detail({ runId: run.id, pairId: pair.id });
    expect(detail.heads).toHaveLength(2);
  });
});

describe('errors', () => {
  test('keep code, message and details', async () => {
    await expect(client.runs.get({ id: 999 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'no run 999',
      data: { what: 'run', id: 999 },
    });
  });

  test('of core cross like those of the engine', async () => {
    await expect(
      client.pairs.correctAlignment({ runId: run.id, pairId: pair.id, positions: [[0, 99]] }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID', data: { side: 'counterfactual', position: 99 } });
  });

  test('of input name the field', async () => {
    const flags = await client.workspace.flagThresholds();
    await expect(client.workspace.setFlagThresholds({ ...flags, localChange: 5 })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(await client.workspace.flagThresholds()).toEqual(flags);
    await expect(client.projects.create({ name: '  ' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringMatching(/^name: /) as string,
    });
  });

  test('in the middle of a stream arrive as errors', async () => {
    const pieces = await client.exports.metricsTable({
      runId: 999,
      filter: {},
      sort: { by: 'pair', direction: 'asc' },
      format: 'jsonl',
    });
    await expect(pieces.next()).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'no run 999' });
  });

  test('that nobody expected are INTERNAL, with their stack on stderr', async () => {
    const stderr = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const bug = new TypeError('x is not a function');
    const broken = connect(
      createRouter({
        ...workspace.engine,
        projects: Object.assign(Object.create(workspace.engine.projects), {
          list: () => {
            throw bug;
          },
        }) as typeof workspace.engine.projects,
      }),
    );
    await expect(broken.client.projects.list()).rejects.toMatchObject({
      code: 'INTERNAL',
      message: 'x is not a function',
    });
    expect(stderr).toHaveBeenCalledWith(bug);
    broken.channel.port1.close();
  });

  test('in what a handler gives are INTERNAL too: the contract holds for answers', async () => {
    const stderr = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = connect(
      createRouter({
        ...workspace.engine,
        projects: Object.assign(Object.create(workspace.engine.projects), {
          list: () => [{ id: 'one' }],
        }) as typeof workspace.engine.projects,
      }),
    );
    await expect(broken.client.projects.list()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(stderr).toHaveBeenCalled();
    broken.channel.port1.close();
  });
});
