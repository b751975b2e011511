import { INDUCTION_SCORES, inductionScore } from '../../../../core/analyses/induction/scores.ts';
import {
  namedTensor,
  type NamedTensor,
  type NamedTensors,
  scalar,
} from '../../../../core/analyses/named-tensor.ts';
import type { LoadedModel } from '../../models/library.ts';
import { type DrawnPattern, drawnTensors, byHead, drawnPattern, minus } from './head-tensors.ts';
import type { SequenceItem } from './items.ts';
import { type ReadRow, readRows } from './read-rows.ts';

/** What is seen of a sequence or of its control. */
interface Seen {
  /** By score, [layer, head]. */
  readonly scores: ReadonlyMap<string, Float64Array>;
  readonly losses: readonly number[];
  readonly drawn: DrawnPattern | null;
}

/** @returns of each sequence its scores [layer, head], and its losses; docs/science.md, section 4 */
export async function measureSequences(
  model: LoadedModel,
  items: readonly SequenceItem[],
): Promise<NamedTensors[]> {
  const rows = items.flatMap(({ repeated, control, isDrawn }) => [
    { ids: repeated, isControl: false, isDrawn },
    ...(control === null ? [] : [{ ids: control, isControl: true, isDrawn: false }]),
  ]);
  const seen = await readRows(
    model,
    rows.map(({ ids }) => ({ ids, told: null })),
    (row, at) => see(model, row, rows[at] as (typeof rows)[number]),
  );
  let next = 0;
  return items.map(({ control, repeated }) => {
    const own = seen[next++] as Seen;
    const ofControl = control === null ? null : (seen[next++] as Seen);
    return partOf(model, repeated, own, ofControl);
  });
}

function see(
  model: LoadedModel,
  row: ReadRow,
  { ids, isControl, isDrawn }: { ids: readonly number[]; isControl: boolean; isDrawn: boolean },
): Seen {
  const length = (ids.length - 1) / 2;
  const wanted = isControl ? (['score'] as const) : INDUCTION_SCORES;
  return {
    scores: new Map(
      wanted.map((name) => [name, byHead(model, row, (pattern) => inductionScore(name, pattern, length))]),
    ),
    losses: row.losses,
    drawn: isDrawn ? drawnPattern(model, row, ids) : null,
  };
}

function partOf(
  { dimensions: { layers, heads } }: LoadedModel,
  ids: readonly number[],
  own: Seen,
  control: Seen | null,
): NamedTensors {
  const sizes = { layer: layers, head: heads };
  const part = new Map<string, NamedTensor>();
  for (const [name, values] of own.scores) part.set(name, namedTensor(sizes, values));
  const score = own.scores.get('score');
  const unrepeated = control?.scores.get('score');
  if (score !== undefined && unrepeated !== undefined) {
    part.set('control', namedTensor(sizes, unrepeated));
    part.set('difference', namedTensor(sizes, minus(score, unrepeated)));
  }
  for (const [name, tensor] of lossTensors((ids.length - 1) / 2, own.losses, control?.losses ?? []))
    part.set(name, tensor);
  for (const [name, tensor] of drawnTensors(own.drawn)) part.set(name, tensor);
  return part;
}

/** Of a model without a language-model head there are none. */
function lossTensors(
  length: number,
  losses: readonly number[],
  control: readonly number[],
): [string, NamedTensor][] {
  if (losses.length === 0) return [];
  const byPosition = (values: readonly number[]) =>
    namedTensor({ position: values.length }, Float64Array.from(values));
  // losses[i] is that of token i + 1. The first token of a copy is foretold by nothing, so the second copy's is left out.
  const first = meanOf(losses.slice(0, length));
  const second = meanOf(losses.slice(length + 1));
  const known: [string, NamedTensor][] = [
    ['loss', byPosition(losses)],
    ['first_copy_loss', scalar(first)],
    ['second_copy_loss', scalar(second)],
  ];
  if (control.length === 0) return known;
  const unrepeated = meanOf(control.slice(length + 1));
  return [
    ...known,
    ['control_loss', byPosition(control)],
    ['control_loss_mean', scalar(unrepeated)],
    ['loss_difference', scalar(unrepeated - second)],
  ];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
