/** What a PDF file of Pairlens says, read by its own rules: texts by the character maps of its fonts. */
import { inflateSync } from 'node:zlib';

interface PdfText {
  /** As it is drawn, from left to right. */
  readonly text: string;
  /** 'Inter-Regular' */
  readonly font: string;
}

/** The texts of the page in the order in which they are drawn; each font that draws one has to be in the file. */
export function pdfTexts(file: Uint8Array): PdfText[] {
  const whole = Buffer.from(file).toString('latin1');
  const objects = new Map(
    [...whole.matchAll(/\n(\d+) 0 obj\n([^]*?)\nendobj/g)].map(([, number, body = '']) => [number, body]),
  );
  const followed = (body: string, key: string): string => {
    const [, number] = new RegExp(`/${key} \\[?(\\d+) 0 R`).exec(body) ?? [];
    return objects.get(number) ?? '';
  };
  const contentOf = (body: string): string => {
    const [, data = ''] = /stream\n([^]*)\nendstream/.exec(body) ?? [];
    return inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
  };
  const page = [...objects.values()].find((body) => /\/Type \/Page\n/.test(body)) ?? '';
  const fonts = new Map(
    [...followed(page, 'Resources').matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', number]) => {
      const font = objects.get(number) ?? '';
      const descriptor = followed(followed(font, 'DescendantFonts'), 'FontDescriptor');
      if (contentOf(followed(descriptor, 'FontFile2')) === '') throw new Error(`${name} is not in the file`);
      const [, base = ''] = /\/BaseFont \/\w+\+([\w-]+)/.exec(font) ?? [];
      return [name, { base, letters: lettersOf(contentOf(followed(font, 'ToUnicode'))) }];
    }),
  );
  return [...contentOf(followed(page, 'Contents')).matchAll(/BT\n([^]*?)ET/g)].map(([, shown = '']) => {
    const font = fonts.get(/\/(F\d+) /.exec(shown)?.[1] ?? '');
    const glyphs = [...shown.matchAll(/<([\da-f]{4})> Tj/g)];
    return {
      text: glyphs.map(([, glyph = '']) => font?.letters[Number.parseInt(glyph, 16)] ?? '\ufffd').join(''),
      font: font?.base ?? '',
    };
  });
}

/** Of a ToUnicode map: what each glyph says. */
function lettersOf(map: string): string[] {
  const letters: string[] = [];
  for (const [, first = '', list = ''] of map.matchAll(/<([\da-f]+)> <[\da-f]+> \[([^\]]*)\]/g))
    [...list.matchAll(/<([\da-f ]*)>/g)].forEach(([, units = ''], at) => {
      letters[Number.parseInt(first, 16) + at] = Buffer.from(units.replaceAll(' ', ''), 'hex')
        .swap16()
        .toString('utf16le');
    });
  return letters;
}
