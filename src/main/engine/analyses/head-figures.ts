/** Figures of what any analysis knows of heads: its kind's definition says what that is. */
import { headMapFigure } from '../../../core/analyses/head-figures/head-map.ts';
import { itemDistributionFigure } from '../../../core/analyses/head-figures/item-distribution.ts';
import { quantityRankingFigure } from '../../../core/analyses/head-figures/quantity-ranking.ts';
import { headProfileFigure } from '../../../core/analyses/head-figures/head-profile.ts';
import { itemTextFigure } from '../../../core/analyses/head-figures/item-text.ts';
import { analysisSource } from '../../../core/analyses/head-figures/source.ts';
import { type HeadQuantity, placeInParts } from '../../../core/analyses/of-heads.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { type AnalysisOfFigure, figureOfAnalysis } from '../figures/figure-kind.ts';

export const HEAD_FIGURE_KINDS = {
  'head-map': figureOfAnalysis(null, headMapFigure, (of, spec) => {
    const quantity = quantityOf(of, spec.quantity);
    checkHead(quantity, spec);
    return { ...spec, source: analysisSource(of.analysis, of.definition), quantity };
  }),
  'quantity-ranking': figureOfAnalysis(null, quantityRankingFigure, (of, spec) => {
    const quantity = quantityOf(of, spec.quantity);
    checkHead(quantity, spec);
    return { ...spec, source: analysisSource(of.analysis, of.definition), quantity };
  }),
  'head-profile': figureOfAnalysis(
    null,
    headProfileFigure,
    (of, { profile: name, layer, head, plotWidth }) => {
      const at = { layer, head };
      const [quantity] = of.definition.ofHeads?.(of.result) ?? [];
      if (quantity !== undefined) checkHead(quantity, at);
      const profiles = of.definition.profilesOfHead?.(of.result, at) ?? [];
      const profile = named(of.analysis, profiles, name, 'curve of a head');
      return { source: analysisSource(of.analysis, of.definition), profile, at, plotWidth };
    },
  ),
  'item-distribution': figureOfAnalysis(null, itemDistributionFigure, async (of, spec, { readings }) => {
    const quantity = quantityOf(of, spec.quantity);
    checkHead(quantity, spec);
    const { layer, head, plotWidth } = spec;
    const place = placeInParts(quantity, spec);
    if (place === null)
      throw new PairlensError(
        'NOT_FOUND',
        `${of.definition.title} keeps no “${quantity.name}” of its ${of.definition.unit}`,
        { id: of.analysis.id, name: quantity.name },
      );
    const items = await readings.itemValues({ id: of.analysis.id, ...place });
    return {
      source: analysisSource(of.analysis, of.definition),
      quantity,
      at: { layer, head },
      items,
      plotWidth,
    };
  }),
  'item-text': figureOfAnalysis(null, itemTextFigure, async ({ analysis, definition }, spec, { items }) => {
    const { position, layer, head, statement: which, focus, width } = spec;
    const { statements, causal } = await items.attention({ id: analysis.id, position, layer, head });
    const statement = statements[which];
    if (statement === undefined)
      throw new PairlensError(
        'NOT_FOUND',
        `item ${position} of analysis ${analysis.id} has ${statements.length} statements, counted from 0`,
        { id: analysis.id, position },
      );
    return {
      ...statement,
      source: analysisSource(analysis, definition),
      position,
      causal,
      at: { layer, head },
      focus: focus ?? null,
      width,
    };
  }),
} as const;

/** @throws PairlensError NOT_FOUND naming those there are */
function quantityOf({ analysis, definition, result }: AnalysisOfFigure, name: string): HeadQuantity {
  return named(analysis, definition.ofHeads?.(result) ?? [], name, 'quantity of heads');
}

function named<Thing extends { readonly name: string }>(
  { id }: Analysis,
  things: readonly Thing[],
  name: string,
  what: string,
): Thing {
  const found = things.find((thing) => thing.name === name);
  if (found !== undefined) return found;
  const names = things.map((thing) => thing.name).join(', ');
  throw new PairlensError(
    'NOT_FOUND',
    `analysis ${id} has no ${what} called “${name}”${names === '' ? '' : `; it has ${names}`}`,
    { id, name },
  );
}

/** @throws PairlensError NOT_FOUND for a head that the model does not have */
function checkHead(
  { layers, heads }: HeadQuantity,
  { layer = 0, head = 0 }: { readonly layer?: number | undefined; readonly head?: number | undefined },
): void {
  if (layer < layers && head < heads) return;
  throw new PairlensError(
    'NOT_FOUND',
    `there is no head ${head} in layer ${layer}: the model has ${layers} layers of ${heads} heads, counted from 0`,
    { layer, head },
  );
}
