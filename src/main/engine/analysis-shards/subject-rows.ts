/**
 * subject-K-of-N.jsonl.zst: what the analysis is of, so that the parts can be put together without its files. Every part has a
 * stretch of it: pairs of the set and then of the control set, or texts, a line each; token ids are one line.
 */
import { z } from 'zod';
import { pair } from '../../../shared/entities.ts';
import type { ShardNumber } from '../shards/division.ts';
import { compressedLines } from '../shards/part-content.ts';
import { subjectFile } from '../shards/part-files.ts';
import { partsRefused } from '../shards/part-folder.ts';
import { pairContent } from '../shards/part-items.ts';
import { linesOfPart } from '../shards/read-part.ts';
import type { AnalysisSubject } from '../analyses/subject.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsInPieces } from '../store/pairs.ts';
import { textsInPieces } from '../store/texts.ts';
import { Turn } from '../threads/turns.ts';
import type { AnalysisPartRecord, PlannedSubject } from './analysis-record.ts';

const position = z.int().min(0);
const textContent = z.object({
  label: z.string().nullable(),
  text: z.string().nullable(),
  ids: z.array(z.int().min(0)).nullable(),
});

const subjectRow = z.discriminatedUnion('role', [
  z.object({ role: z.literal('set'), position, pair: pairContent }),
  z.object({ role: z.literal('control'), position, pair: pairContent }),
  z.object({ role: z.literal('text'), position, text: textContent }),
  z.object({ role: z.literal('ids'), position, inputs: z.record(z.string(), z.unknown()) }),
]);
export type SubjectRow = z.infer<typeof subjectRow>;

/** How many rows there are of each role, in their order. */
export function rowsOfSubject(subject: PlannedSubject): readonly (readonly [SubjectRow['role'], number])[] {
  switch (subject.kind) {
    case 'model':
      return [];
    case 'pairs':
      return [
        ['set', subject.set.pairs],
        ['control', subject.control_set?.pairs ?? 0],
      ];
    case 'texts':
      return [['text', subject.text_set.texts]];
    case 'ids':
      return [['ids', 1]];
  }
}

/** The rows of the shard are those from `from` on, and before `to`, of all. */
function stretchOf({ shard, of }: ShardNumber, rows: number): { readonly from: number; readonly to: number } {
  return { from: Math.floor((rows * (shard - 1)) / of), to: Math.floor((rows * shard) / of) };
}

/** @param onLines told how many there are */
export function subjectContent(
  database: ReadableDatabase,
  subject: AnalysisSubject,
  planned: PlannedSubject,
  number: ShardNumber,
  onLines: (lines: number) => void,
): AsyncIterable<Uint8Array> {
  const rows = rowsOfSubject(planned).reduce((sum, [, count]) => sum + count, 0);
  const { from, to } = stretchOf(number, rows);
  return compressedLines(stretch(allRows(database, subject), from, to), onLines);
}

async function* stretch(
  rows: Iterable<SubjectRow>,
  from: number,
  to: number,
): AsyncGenerator<SubjectRow, void, void> {
  const turn = new Turn();
  let at = 0;
  for (const row of rows) {
    if (at >= to) return;
    if (at >= from) yield row;
    at++;
    if (turn.isOver) await turn.give();
  }
}

function* allRows(database: ReadableDatabase, subject: AnalysisSubject): Generator<SubjectRow, void, void> {
  switch (subject.kind) {
    case 'pairs': {
      yield* pairRows(database, subject.setId, 'set');
      if (subject.controlSetId !== null) yield* pairRows(database, subject.controlSetId, 'control');
      return;
    }
    case 'texts': {
      let at = 0;
      for (const piece of textsInPieces(database, subject.textSetId))
        for (const row of piece) yield { role: 'text', position: at++, text: textContent.parse(row) };
      return;
    }
    case 'ids':
      yield { role: 'ids', position: 0, inputs: { ...subject.inputs } };
      return;
    default:
  }
}

function* pairRows(
  database: ReadableDatabase,
  setId: number,
  role: 'set' | 'control',
): Generator<SubjectRow, void, void> {
  let at = 0;
  for (const piece of pairsInPieces(database, setId))
    for (const row of piece) yield { role, position: at++, pair: pairContent.parse(pair.parse(row)) };
}

/**
 * The rows of all parts, each at its place.
 * @throws PairlensError PARTS_INVALID where one is missing, or at another place; as linesOfPart
 */
export async function* subjectRows(
  folder: string,
  records: readonly AnalysisPartRecord[],
): AsyncGenerator<SubjectRow, void, void> {
  const [first] = records;
  const counts = first === undefined ? [] : rowsOfSubject(first.plan.subject);
  const rows = counts.reduce((sum, [, count]) => sum + count, 0);
  let at = 0;
  for (const record of records) {
    const { to } = stretchOf(record, rows);
    const name = subjectFile(record);
    for await (const row of linesOfPart(folder, name, subjectRow)) {
      if (at >= to || !isAt(at, row, counts))
        throw partsRefused(folder, `${name} has ${row.role} ${row.position + 1} where it should not be`);
      at++;
      yield row;
    }
    if (at < to) throw partsRefused(folder, `${name} has ${to - at} lines too few`);
  }
}

/** Whether the row is the one at this place of all. */
function isAt(
  at: number,
  { role, position }: SubjectRow,
  counts: readonly (readonly [SubjectRow['role'], number])[],
): boolean {
  let before = 0;
  for (const [own, count] of counts) {
    if (at < before + count) return own === role && position === at - before;
    before += count;
  }
  return false;
}
