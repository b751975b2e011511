import {
  namedTensor,
  type NamedTensor,
  type NamedTensors,
  scalar,
} from '../../../../core/analyses/named-tensor.ts';
import type { LoadedModel } from '../../models/library.ts';
import { byHead, type DrawnPattern, drawnPattern, drawnTensors, minus } from './head-tensors.ts';
import type { TrialItem } from './items.ts';
import { readRows } from './read-rows.ts';

interface Seen {
  /** By key, [layer, head]. */
  readonly keys: ReadonlyMap<string, Float64Array>;
  /** Of the masked token; undefined without a language-model head. */
  readonly loss: number | undefined;
  readonly drawn: DrawnPattern | null;
}

/** @returns of each trial the attention from [MASK] to each of its keys, [layer, head]; docs/science.md, section 4 */
export async function measureTrials(
  model: LoadedModel,
  items: readonly TrialItem[],
): Promise<NamedTensors[]> {
  const rows = items.flatMap((item) => [
    { item, ids: item.ids, isDrawn: item.isDrawn },
    ...(item.control === null ? [] : [{ item, ids: item.control, isDrawn: false }]),
  ]);
  const seen = await readRows(
    model,
    rows.map(({ item, ids }) => ({
      ids,
      told: item.token === null ? null : { position: item.masked, id: item.token },
    })),
    (row, at): Seen => {
      const { item, ids, isDrawn } = rows[at] as (typeof rows)[number];
      return {
        keys: new Map(
          Object.entries(item.keys).map(([name, key]) => [
            name,
            byHead(
              model,
              row,
              ({ data, offset, rowStride }) => data[offset + item.masked * rowStride + key] as number,
            ),
          ]),
        ),
        loss: row.losses[0],
        drawn: isDrawn ? drawnPattern(model, row, ids) : null,
      };
    },
  );
  let next = 0;
  return items.map((item) => {
    const own = seen[next++] as Seen;
    return partOf(model, item, own, item.control === null ? null : (seen[next++] as Seen));
  });
}

/** What an encoder's head is called by. */
const MAIN = { setup: 'standard', key: 'first_copy' } as const;

function partOf(
  { dimensions: { layers, heads } }: LoadedModel,
  { setup, masked }: TrialItem,
  own: Seen,
  control: Seen | null,
): NamedTensors {
  const sizes = { layer: layers, head: heads };
  const part = new Map<string, NamedTensor>();
  for (const [key, values] of own.keys) {
    part.set(`${setup}.${key}`, namedTensor(sizes, values));
    const unrepeated = control?.keys.get(key);
    if (unrepeated === undefined) continue;
    part.set(`${setup}.${key}_control`, namedTensor(sizes, unrepeated));
    if (setup !== MAIN.setup || key !== MAIN.key) continue;
    part.set('control', namedTensor(sizes, unrepeated));
    part.set('difference', namedTensor(sizes, minus(values, unrepeated)));
  }
  if (own.loss !== undefined) part.set(`${setup}.masked_loss`, scalar(own.loss));
  if (control?.loss !== undefined) part.set(`${setup}.masked_loss_control`, scalar(control.loss));
  for (const [name, tensor] of drawnTensors(own.drawn)) part.set(name, tensor);
  if (own.drawn !== null) part.set('trial_masked', scalar(masked));
  return part;
}
