/** Glyphs of a font file, shaped by HarfBuzz, as SVG: outlines, layers in colours, or the pictures of emoji. */
import bidiFactory from 'bidi-js';
import {
  Blob as FontData,
  Buffer as ShapingBuffer,
  ClusterLevel,
  Direction,
  Face,
  Font,
  shape,
} from 'harfbuzzjs';

const bidi = bidiFactory();

interface GlyphPlace {
  readonly glyph: number;
  /** What it says, brackets as they are drawn: '' where the glyphs before it say it together. */
  readonly text: string;
  /** em, of the glyph by itself. */
  readonly advance: number;
  /** em, from the beginning of the run; y upwards. */
  readonly x: number;
  readonly y: number;
}

/** A run, shaped. */
interface ShapedRun {
  readonly glyphs: readonly GlyphPlace[];
  /** em */
  readonly width: number;
}

/** Where a PNG has its width and height. */
const PNG_SIZE_AT = 16;
/** em over the baseline, as in Noto Color Emoji. */
const PICTURE_MIDDLE = 0.34;

export class GlyphSource {
  readonly #face: Face;
  readonly #font: Font;

  /** @param index of a face in a collection */
  constructor(file: Uint8Array, index = 0) {
    this.#face = new Face(new FontData(file), index);
    this.#font = new Font(this.#face);
  }

  has(character: string): boolean {
    return (this.#font.nominalGlyph(character.codePointAt(0) ?? 0) ?? 0) !== 0;
  }

  /** Whether there is something to be seen of a character that the font has. */
  canDraw(character: string): boolean {
    const glyph = this.#font.nominalGlyph(character.codePointAt(0) ?? 0);
    return glyph !== undefined && glyph !== 0 && this.#drawn(glyph) !== '';
  }

  shape(text: string, isRightToLeft: boolean): ShapedRun {
    const buffer = new ShapingBuffer();
    buffer.addText(text);
    // Marks say what they are, apart from their letters; it changes nothing of what is drawn.
    buffer.setClusterLevel(ClusterLevel.MONOTONE_CHARACTERS);
    buffer.guessSegmentProperties();
    buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR);
    shape(this.#font, buffer);
    const em = this.#face.upem;
    const positions = buffer.getGlyphPositions();
    const infos = buffer.getGlyphInfos();
    const starts = [...new Set(infos.map(({ cluster }) => cluster)), text.length].sort((a, b) => a - b);
    const said = new Set<number>();
    let x = 0;
    const glyphs = infos.map(({ codepoint: glyph, cluster }, at): GlyphPlace => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[at] ?? {};
      const says = said.has(cluster) ? '' : text.slice(cluster, starts[starts.indexOf(cluster) + 1]);
      said.add(cluster);
      const advance = this.#font.glyphHAdvance(glyph) / em;
      const seen = isRightToLeft ? (bidi.getMirroredCharacter(says) ?? says) : says;
      const place = { glyph, text: seen, advance, x: (x + xOffset) / em, y: yOffset / em };
      x += xAdvance;
      return place;
    });
    return { glyphs, width: x / em };
  }

  /** SVG of a run whose baseline begins at (x, y). @param size px of an em */
  draw({ glyphs }: ShapedRun, x: number, y: number, size: number): string {
    const scale = size / this.#face.upem;
    return glyphs
      .map(({ glyph, x: dx, y: dy }) => {
        const drawn = this.#drawn(glyph);
        if (drawn === '') return '';
        const place = `translate(${short(x + dx * size)} ${short(y - dy * size)})`;
        return `<g transform="${place} scale(${short(scale)} ${short(-scale)})">${drawn}</g>`;
      })
      .join('');
  }

  /** SVG of a glyph in the units of the font, y upwards; '' where there is nothing to be seen. */
  #drawn(glyph: number): string {
    const layers = this.#face.hasColorLayers() ? this.#face.getGlyphColorLayers(glyph) : [];
    if (layers.length > 0) {
      const colours = this.#face.getColorPalettes()[0]?.colors ?? [];
      return layers
        .map((layer) => {
          const colour = layer.colorIndex === undefined ? undefined : colours[layer.colorIndex];
          const fill =
            colour === undefined
              ? ''
              : ` fill="rgb(${colour.red} ${colour.green} ${colour.blue})" fill-opacity="${short(colour.alpha / 255)}"`;
          return `<path${fill} d="${this.#font.glyphToPath(layer.glyph)}"/>`;
        })
        .join('');
    }
    const picture = this.#face.hasColorPng() ? this.#font.getGlyphColorPng(glyph) : undefined;
    if (picture !== undefined) return this.#pictureOf(glyph, picture);
    const path = this.#font.glyphToPath(glyph);
    return path === '' ? '' : `<path d="${path}"/>`;
  }

  /** As wide as the glyph; its middle a little under that of capitals, as fonts of emoji have it. */
  #pictureOf(glyph: number, png: Uint8Array): string {
    const header = new DataView(png.buffer, png.byteOffset, PNG_SIZE_AT + 8);
    const width = this.#font.glyphHAdvance(glyph);
    const height = (width * header.getUint32(PNG_SIZE_AT + 4)) / header.getUint32(PNG_SIZE_AT);
    const top = PICTURE_MIDDLE * this.#face.upem + height / 2;
    const data = Buffer.from(png).toString('base64');
    return `<image transform="translate(0 ${short(top)}) scale(1 -1)" width="${width}" height="${short(height)}" href="data:image/png;base64,${data}"/>`;
  }
}

function short(value: number): string {
  return `${Number(value.toFixed(4))}`;
}
