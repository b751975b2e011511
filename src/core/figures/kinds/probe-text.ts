/** One input as text, with the attention of one head on it. */
import { listOf, MOST, place } from '../../bounds.ts';
import { type AttentionOnText, attentionText, attentionTextCsv, attentionTitle } from '../attention-text.ts';
import { probedFigure } from '../probed-figure.ts';
import { captionOfProbe, type ProbedSource } from '../probed-input.ts';
import { head, layer, plotPixels } from '../spec-fields.ts';

export interface ProbeTextData extends Pick<AttentionOnText, 'pattern' | 'focus' | 'lined' | 'width'> {
  readonly source: ProbedSource;
  readonly layer: number;
  readonly head: number;
}

const places = (what: string) => listOf(place, MOST.tokens, 'tokens').default([]).describe(what);

export const probeTextFigure = probedFigure({
  kind: 'probe-text',
  says: 'the attention of one head of a model on one input, drawn on the text',
  fields: {
    layer,
    head,
    focus: places('places of tokens to and from which attention is drawn; arcs between all without it'),
    lined: places('places of tokens that are underlined'),
    width: plotPixels
      .optional()
      .describe('px after which a text with tokens in focus goes on in the next line; one line without it'),
  },
  draw: (data: ProbeTextData, theme) => attentionText(onText(data), theme),
  csv: (data: ProbeTextData) => attentionTextCsv(onText(data)),
  fit: (data, { most }) => ({ ...data, width: most }),
});

function onText({ source, layer: of, head: one, pattern, focus, lined, width }: ProbeTextData) {
  const { tokens, causal } = source;
  return {
    title: attentionTitle({ layer: of, head: one }),
    caption: captionOfProbe(source),
    tokens,
    causal,
    pattern,
    focus,
    lined,
    width,
  };
}
