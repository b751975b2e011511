/** The queries and keys of one head on a plane, as the screen has them: coloured, a part of them, some of them looked for. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import { pointCloud } from '../../figures/point-cloud.ts';
import { analysisId, cloudFields, type CloudSpec, head, layer } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { captionOfQueryKey, type QueryKeySource } from './caption.ts';
import { COLOURING_WORDS, colouringOf } from './colouring.ts';
import { pointLines, POINT_COLUMNS } from './point-lines.ts';
import { type LaidOutHead, laidOutHeads, type SampledTokens, sampledTokens } from './points.ts';
import { layoutWords } from './layout-words.ts';
import { COLOURINGS, type ColouringName } from './choices.ts';

const schema = z
  .object({
    kind: z.literal('query-key-points'),
    analysisId,
    layer,
    head,
    colour: z.enum(COLOURINGS).default('side').describe('what colours say'),
    ...cloudFields,
  })
  .describe('queries and keys of one head as points on a plane');

/** px from top to bottom of the plane. */
export const POINTS_HEIGHT = 460;

export interface QueryKeyPointsData extends CloudSpec {
  readonly source: QueryKeySource;
  readonly result: NamedTensors;
  /** 'PCA' */
  readonly layout: string;
  readonly layer: number;
  readonly head: number;
  readonly colour: ColouringName;
}

export const queryKeyPoints = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  QueryKeyPointsData
>;

/** The head, where it was laid out. */
export function laidOutHead(
  result: NamedTensors,
  { layer, head }: { readonly layer: number; readonly head: number },
): LaidOutHead | undefined {
  return laidOutHeads(result).find((one) => one.layer === layer && one.head === head);
}

/** [point] 1 for the tokens that have a text in them, as query and as key; null where nothing is looked for. */
export function markedTokens({ texts }: SampledTokens, find: string): Uint8Array | null {
  const looked = find.trim().toLowerCase();
  if (looked === '') return null;
  return Uint8Array.from({ length: 2 * texts.length }, (_, point) =>
    (texts[point % texts.length] ?? '').toLowerCase().includes(looked) ? 1 : 0,
  );
}

function draw(data: QueryKeyPointsData, theme: FigureTheme): Figure {
  const { source, result, layout, colour, find, part, width } = data;
  const laidOut = laidOutHead(result, data);
  const tokens = sampledTokens(result);
  const looked = find.trim();
  const points = laidOut?.points ?? new Float32Array();
  return pointCloud(
    {
      title: `L${data.layer} H${data.head}: queries and keys`,
      points,
      colouring:
        laidOut === undefined
          ? { palette: [], ofPoint: new Uint8Array(), legend: [], ends: null }
          : colouringOf(colour, tokens, laidOut, theme),
      squares: tokens.texts.length,
      shapes: ['query', 'key'],
      marked: markedTokens(tokens, find),
      size: { width, height: POINTS_HEIGHT },
      part,
      note: [
        laidOut === undefined ? 'This head was not laid out.' : layoutWords(layout, laidOut),
        `Colour: ${COLOURING_WORDS[colour].toLowerCase()}.`,
        ...(looked === '' ? [] : [`Ringed: tokens with “${looked}” in them.`]),
        ...(part === undefined ? [] : ['A part of the plane.']),
      ].join(' '),
      caption: captionOfQueryKey(source, result),
    },
    theme,
  );
}

/** A line for each point, those outside the part among them. */
function csv(data: QueryKeyPointsData): string {
  const points = laidOutHead(data.result, data)?.points ?? new Float32Array();
  return csvText([POINT_COLUMNS, ...pointLines(points, sampledTokens(data.result))]);
}
