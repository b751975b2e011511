/** One map of one head on one input. */
import { z } from 'zod';
import { surroundings } from '../../pairs/surroundings.ts';
import { FORBIDDEN_WORDS, withoutForbidden } from '../forbidden-cells.ts';
import { mapCsv } from '../map-csv.ts';
import { VALUE_KINDS, type ValueKind } from '../pair-maps.ts';
import { probedFigure } from '../probed-figure.ts';
import { captionOfProbe, type ProbedSource } from '../probed-input.ts';
import { head, layer, plotPixels } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';
import { tokenHeatmap, type TokenHeatmap, type TokenQuantity } from '../token-heatmap.ts';
import { VALUE_MAP_WORDS } from './pair-map-words.ts';

export const PROBE_MAPS = ['attention', ...VALUE_KINDS] as const;
export type ProbeMapKind = 'attention' | ValueKind;

export interface ProbeMapData {
  readonly source: ProbedSource;
  readonly layer: number;
  readonly head: number;
  readonly map: ProbeMapKind;
  /** [n, n] row after row (query, key); NaN where undefined. */
  readonly values: ArrayLike<number>;
  readonly plotSize?: number | undefined;
  /** px that it may take at most, as far as cells can be made smaller: then not every token is named. */
  readonly within?: number | undefined;
}

export const probeMapFigure = probedFigure({
  kind: 'probe-map',
  says: 'a map of one head of a model on one input',
  fields: {
    layer,
    head,
    map: z.enum(PROBE_MAPS).default('attention').describe('which map'),
    plotSize: plotPixels
      .optional()
      .describe('px that the cells together take; as many as suit the figure without it'),
  },
  draw,
  csv,
  fit: (data: ProbeMapData, { most }) => ({ ...data, within: most }),
});

interface MapWords {
  readonly title: string;
  readonly quantity: TokenQuantity;
  /** What the numbers are. */
  readonly says: string;
}

export function probeMapWords(map: ProbeMapKind): MapWords {
  return map === 'attention'
    ? { title: 'Attention', quantity: 'attention', says: 'Each row, a query, sums to 1.' }
    : VALUE_MAP_WORDS[map];
}

/** 'L5 H3', 'L5, all heads' */
export function probeMapOf({ map, layer, head }: Pick<ProbeMapData, 'map' | 'layer' | 'head'>): string {
  return probeMapWords(map).quantity === 'norm' ? `L${layer}, all heads` : `L${layer} H${head}`;
}

/** A cosine compares what is read out at two tokens, whichever comes first. */
function hasForbidden({ source, map }: ProbeMapData): boolean {
  return source.causal && probeMapWords(map).quantity !== 'cosine';
}

/** @throws RangeError when the values are not as many as the tokens ask for */
function draw(data: ProbeMapData, theme: FigureTheme): TokenHeatmap {
  const { source, map, values, plotSize, within } = data;
  const { title, quantity, says } = probeMapWords(map);
  const causal = hasForbidden(data);
  return tokenHeatmap(
    {
      title: `${title} · ${probeMapOf(data)}`,
      quantity,
      values,
      labels: source.tokens.map(({ text }) => text),
      around: surroundings(source.tokens),
      causal,
      plotSize,
      within,
      note: causal ? `${says} Blank: ${FORBIDDEN_WORDS}.` : says,
      caption: captionOfProbe(source),
    },
    theme,
  );
}

/** A line for each query and key; no value where it is undefined, or where the mask of a decoder forbids the cell. */
function csv(data: ProbeMapData): string {
  const { tokens } = data.source;
  const n = tokens.length;
  const values = hasForbidden(data) ? withoutForbidden(data.values, n) : data.values;
  return mapCsv(tokens, values);
}
