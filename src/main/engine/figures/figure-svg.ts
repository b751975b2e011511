/**
 * A figure as a file has it: title, drawing, the sentences it is of, how to read it, and the caption of run, model, set and n. The drawing is
 * the option that the screen draws, by ECharts' server-side rendering. Text stays text, in fonts that are named.
 */
import { init } from '../../../core/figures/echarts.ts';
import { type Figure, wordsUnder } from '../../../core/figures/figure.ts';
import { TEXT_FONT, type FigureTheme } from '../../../core/figures/theme.ts';
import { wrapText } from './text-width.ts';
import { escapeXml } from '../../../core/figures/xml.ts';

const MARGIN = 16;
const TITLE = { fontSize: 13, lineHeight: 20, weight: 600 } as const;
const SMALL = { fontSize: 11, lineHeight: 16, weight: 400 } as const;
const NARROWEST = 280;

/**
 * The figure as an SVG document, its texts still without fonts.
 *
 * @param provenance what the figure was made from: plain data, written as JSON into the document's metadata
 */
export function figureSvg(figure: Figure, theme: FigureTheme, provenance: object): string {
  const width = Math.max(NARROWEST, figure.width);
  const title = textBlock(figure.title, TITLE, theme.text, { width, top: MARGIN });
  const drawingTop = title.bottom + 8;
  let bottom = drawingTop + figure.height + 4;
  const under = wordsUnder(figure).map((text) => {
    const block = textBlock(text, SMALL, theme.muted, { width, top: bottom + 4 });
    ({ bottom } = block);
    return block.svg;
  });
  const size = { width: width + 2 * MARGIN, height: bottom + MARGIN };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">`,
    `<title>${escapeXml(figure.title)}</title>`,
    `<desc>${escapeXml(wordsUnder(figure).join(' '))}</desc>`,
    `<metadata>${escapeXml(JSON.stringify(provenance))}</metadata>`,
    `<rect width="${size.width}" height="${size.height}" fill="${theme.background}"/>`,
    title.svg,
    figureDrawing(figure).replace('<svg ', `<svg x="${MARGIN}" y="${drawingTop}" `),
    ...under,
    '</svg>',
    '',
  ].join('\n');
}

/** What is drawn, without the words beside it: an SVG element, its texts still without fonts. */
export function figureDrawing(figure: Figure): string {
  const chart = init(null, null, {
    ssr: true,
    renderer: 'svg',
    width: figure.width,
    height: figure.height,
  });
  try {
    chart.setOption(figure.option);
    return still(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/**
 * The drawing without what ECharts adds for a page: styles that recolour cells under the pointer, and names that count
 * up over the life of the process, so that the same figure gives the same file.
 */
function still(svg: string): string {
  return svg
    .replace(/<style[^]*?<\/style>\s*/, '')
    .replace(/ class="zr[^"]*"/g, '')
    .replace(/ ecmeta_\w+="[^"]*"/g, '')
    .replace(/((?: id="|url\(#))zr\d+-/g, '$1figure-');
}

export interface TextStyle {
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly weight: number;
}

/** Lines of running text. @param place.left of their beginning, px */
export function textBlock(
  text: string,
  style: TextStyle,
  fill: string,
  place: { readonly width: number; readonly top: number; readonly left?: number },
): { svg: string; bottom: number } {
  const { left = MARGIN } = place;
  const lines = wrapText(text, style.fontSize, place.width);
  const svg = lines
    .map((line, index) => {
      const baseline = place.top + index * style.lineHeight + style.lineHeight / 2 + style.fontSize * 0.36;
      return `<text x="${left}" y="${baseline.toFixed(2)}" font-family="${TEXT_FONT}" font-size="${style.fontSize}" font-weight="${style.weight}" fill="${fill}">${escapeXml(line)}</text>`;
    })
    .join('\n');
  return { svg, bottom: place.top + lines.length * style.lineHeight };
}
