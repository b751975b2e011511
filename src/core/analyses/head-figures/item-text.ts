/** One statement of an item of an analysis as text, with the attention of one head on it. */
import { z } from 'zod';
import { itemPosition, place } from '../../bounds.ts';
import {
  type AttentionOnText,
  attentionText,
  attentionTextCsv,
  attentionTitle,
} from '../../figures/attention-text.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import type { HeadPlace } from '../of-heads.ts';
import { type AnalysisSource, captionOfItem } from './source.ts';

const schema = z
  .object({
    kind: z.literal('item-text'),
    analysisId,
    position: itemPosition.describe('the place of the item in the plan of the analysis, from 0'),
    statement: place.default(0).describe('which of its statements, from 0'),
    layer,
    head,
    focus: place
      .optional()
      .describe(
        'the place of the token to and from which attention is drawn; without it those that the analysis marks, or arcs',
      ),
    width: plotPixels
      .optional()
      .describe('px after which a text with tokens in focus goes on in the next line; one line without it'),
  })
  .describe('the attention of one head on an item of an analysis, drawn on the text');

/** What an analysis has to say of some tokens of a statement. */
interface Mark {
  readonly positions: readonly number[];
  readonly look: 'focus' | 'line';
}

export interface ItemTextData extends Pick<AttentionOnText, 'tokens' | 'pattern' | 'causal' | 'width'> {
  readonly source: AnalysisSource;
  readonly position: number;
  /** 'original', 'neutral', 'text'. */
  readonly name: string;
  readonly marks: readonly Mark[];
  readonly at: HeadPlace;
  readonly focus: number | null;
}

export const itemTextFigure = {
  schema,
  draw: (data: ItemTextData, theme) => attentionText(onText(data), theme),
  csv: (data: ItemTextData) => attentionTextCsv(onText(data)),
  fit: (data, { most }) => ({ ...data, width: most }),
} satisfies FigureDrawing<typeof schema, ItemTextData>;

/** The tokens that are in focus, and those with a line under them. @param chosen a token that a person has chosen; null: none */
export function markedTokens(
  marks: readonly Mark[],
  chosen: number | null,
): Pick<AttentionOnText, 'focus' | 'lined'> {
  const of = (look: Mark['look']) =>
    marks.filter((mark) => mark.look === look).flatMap(({ positions }) => positions);
  return { focus: chosen === null ? of('focus') : [chosen], lined: of('line') };
}

function onText({ source, position, name, tokens, pattern, causal, marks, at, focus, width }: ItemTextData) {
  return {
    title: attentionTitle(at),
    caption: captionOfItem(source, position, name, tokens.length),
    tokens,
    pattern,
    causal,
    ...markedTokens(marks, focus),
    width,
  };
}
