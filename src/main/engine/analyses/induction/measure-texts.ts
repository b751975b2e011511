import {
  naturalRepeats,
  naturalScore,
  uniformNaturalScore,
} from '../../../../core/analyses/induction/natural.ts';
import {
  namedTensor,
  type NamedTensor,
  type NamedTensors,
  scalar,
} from '../../../../core/analyses/named-tensor.ts';
import { LOGITS } from '../../../../core/architectures/hook-names.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import type { LoadedModel } from '../../models/library.ts';
import { checkIds, idsOf } from '../../tokenizers/statement-ids.ts';
import { byHead } from './head-tensors.ts';
import type { TextItem } from './items.ts';
import { type Row, readRows } from './read-rows.ts';

/**
 * @returns of each text `natural` and `natural_lift` [layer, head], `natural_uniform`, NaN where it repeats nothing; and
 *   `icl.loss_early`, `icl.loss_late`, `icl.score`, NaN where it is too short; docs/science.md, section 4
 */
export async function measureTexts(model: LoadedModel, items: readonly TextItem[]): Promise<NamedTensors[]> {
  const foretells = model.hooks.includes(LOGITS);
  const texts = items.map((item) => {
    const ids = idsOf(item.statement, model).slice(0, model.dimensions.maxPositions);
    checkIds('the text', ids, model.dimensions.vocabularySize);
    return { ids, contexts: model.causal || !foretells ? [] : maskedContexts(model, item, ids) };
  });
  const rows = texts.flatMap(({ ids, contexts }, text): { text: number; row: Row; isWhole: boolean }[] => [
    { text, row: { ids, told: null }, isWhole: true },
    ...contexts.map((row) => ({ text, row, isWhole: false })),
  ]);
  const repeats = texts.map(({ ids }) => naturalRepeats(ids, model.causal));
  const seen = await readRows(
    model,
    rows.map(({ row }) => row),
    (read, at) => {
      const { text, isWhole } = rows[at] as (typeof rows)[number];
      const own = repeats[text];
      const natural =
        isWhole && own !== undefined
          ? byHead(model, read, (pattern) => naturalScore(own, pattern) ?? Number.NaN)
          : null;
      return { text, natural, losses: read.losses };
    },
  );
  return items.map((item, text) => {
    const own = seen.filter((one) => one.text === text);
    const [whole, short, long] = own;
    const uniform = repeats[text] === undefined ? null : uniformNaturalScore(repeats[text], model.causal);
    const [early, late] = model.causal
      ? [whole?.losses[item.early - 1], whole?.losses[item.late - 1]]
      : [short?.losses[0], long?.losses[0]];
    return new Map([
      ...naturalTensors(model, whole?.natural ?? null, uniform ?? Number.NaN),
      ...(foretells ? contextTensors(early, late) : []),
    ]);
  });
}

function naturalTensors(
  { dimensions: { layers, heads } }: LoadedModel,
  natural: Float64Array | null,
  uniform: number,
): [string, NamedTensor][] {
  const sizes = { layer: layers, head: heads };
  const values = natural ?? new Float64Array(layers * heads).fill(Number.NaN);
  return [
    ['natural', namedTensor(sizes, values)],
    [
      'natural_lift',
      namedTensor(
        sizes,
        values.map((value) => value - uniform),
      ),
    ],
    ['natural_uniform', scalar(uniform)],
  ];
}

/** A text that is shorter than the long context has no score. */
function contextTensors(early: number | undefined, late: number | undefined): [string, NamedTensor][] {
  const has = early !== undefined && late !== undefined;
  return [
    ['icl.loss_early', scalar(has ? early : Number.NaN)],
    ['icl.loss_late', scalar(has ? late : Number.NaN)],
    ['icl.score', scalar(has ? early - late : Number.NaN)],
  ];
}

/** An encoder's two contexts: the first tokens of the text, the same one masked in both. None where the text is shorter. */
function maskedContexts(model: LoadedModel, item: TextItem, ids: readonly number[]): Row[] {
  const mask = item.maskId ?? model.tokenizer?.maskId ?? null;
  if (ids.length < item.late || mask === null) return [];
  const special = model.tokenizer?.specialIds ?? new Set<number>();
  const open = Array.from({ length: item.early }, (_, position) => position).filter(
    (position) => !special.has(ids[position] as number),
  );
  const drawn =
    open.length === 0 ? undefined : open[randomSource(item.draw, 'induction-texts').below(open.length)];
  const masked = item.masked ?? drawn;
  if (masked === undefined) return [];
  return [item.early, item.late].map((tokens) => ({
    ids: ids.slice(0, tokens).map((id, position) => (position === masked ? mask : id)),
    told: { position: masked, id: ids[masked] as number },
  }));
}
