/** The embeddings of the listed tokens on a plane, coloured by word class. */
import { quotedToken } from '../../figures/token-labels.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import { type Colouring, pointCloud } from '../../figures/point-cloud.ts';
import { analysisId, cloudFields, type CloudSpec } from '../../figures/spec-fields.ts';
import { type FigureTheme } from '../../figures/theme.ts';
import { visibleText } from '../../figures/visible-text.ts';
import { tokenId } from '../../bounds.ts';
import { captionOfWeights } from '../circuits/caption.ts';
import type { AnalysisSource } from '../head-figures/source.ts';
import { type NamedTensors, tensorOf } from '../named-tensor.ts';
import { KINDS } from '../../figures/kind-colours.ts';
import { WORD_CLASSES, wordClass } from '../query-key/word-class.ts';
import { listedTokens } from './result.ts';

const schema = z
  .object({
    kind: z.literal('bigrams-points'),
    analysisId,
    shown: tokenId.optional().describe('the id of the token that is outlined'),
    ...cloudFields,
  })
  .describe('embeddings of the listed tokens as points on a plane');

/** px from top to bottom of the plane. */
export const EMBEDDINGS_HEIGHT = 380;

export interface BigramsPointsData extends CloudSpec {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  /** 'PCA' */
  readonly layout: string;
  readonly shown?: number | undefined;
}

export const bigramsPoints = { schema, draw, csv } satisfies FigureDrawing<typeof schema, BigramsPointsData>;

type ListedTokens = readonly { readonly id: number; readonly text: string }[];

/** [2P] x and y of the listed tokens; empty where they were not laid out. */
export function embeddingPoints(result: NamedTensors): Float32Array {
  return result.has('bigrams.points')
    ? Float32Array.from(tensorOf(result, 'bigrams.points').data)
    : new Float32Array();
}

export function classColouring(tokens: ListedTokens, theme: FigureTheme): Colouring {
  const classes = tokens.map(({ text }) => wordClass(text, null));
  const there = WORD_CLASSES.filter((one) => classes.includes(one));
  const palette = KINDS[theme.name];
  return {
    palette,
    ofPoint: Uint8Array.from(classes, (one) => there.indexOf(one)),
    legend: there.map((words, kind) => ({ colour: palette[kind] ?? theme.control, words })),
    ends: null,
  };
}

/** [point] 1 for the tokens that have a text in them; null where nothing is looked for. */
export function markedEmbeddings(tokens: ListedTokens, find: string): Uint8Array | null {
  const looked = find.trim().toLowerCase();
  if (looked === '') return null;
  return Uint8Array.from(tokens, ({ text }) => (visibleText(text).toLowerCase().includes(looked) ? 1 : 0));
}

function draw(
  { source, result, layout, shown, find, part, width }: BigramsPointsData,
  theme: FigureTheme,
): Figure {
  const tokens = listedTokens(result);
  const own = tokens.findIndex(({ id }) => id === shown);
  return pointCloud(
    {
      title: `Embeddings, ${layout}`,
      points: embeddingPoints(result),
      colouring: classColouring(tokens, theme),
      squares: tokens.length,
      shapes: null,
      marked: markedEmbeddings(tokens, find),
      selected: own < 0 ? null : own,
      size: { width, height: EMBEDDINGS_HEIGHT },
      part,
      note: [
        'Embeddings (rows of W_E) of the tokens that are listed. What lies together in a plane need not lie together in the whole space.',
        ...(own < 0 ? [] : [`Outlined: ${quotedToken(visibleText(tokens[own]?.text ?? ''))}.`]),
        ...(find.trim() === '' ? [] : [`Ringed: tokens with “${find.trim()}” in them.`]),
        ...(part === undefined ? [] : ['A part of the plane.']),
      ].join(' '),
      caption: captionOfWeights(source, `n = ${tokens.length.toLocaleString('en')} tokens`),
    },
    theme,
  );
}

/** A line for each listed token, those outside the part among them. */
function csv({ result }: BigramsPointsData): string {
  const points = embeddingPoints(result);
  return csvText([
    ['id', 'token', 'word_class', 'x', 'y'],
    ...listedTokens(result).map(({ id, text }, at) => [
      id,
      text,
      wordClass(text, null),
      points[2 * at] ?? null,
      points[2 * at + 1] ?? null,
    ]),
  ]);
}
