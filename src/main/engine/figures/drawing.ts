/** What draws figures into files, loaded together when the first one is drawn. */
export { figureSvg } from './figure-svg.ts';
export { openFigureFonts } from './fonts/figure-fonts.ts';
export { embedFonts, outlineTexts } from './fonts/file-text.ts';
