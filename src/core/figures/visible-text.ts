/**
 * Text as a label in which every character can be seen and told from others: whitespace as a sign, what has no shape of its
 * own (controls, zero-width characters, marks of direction) as its code, a combining mark that stands alone on a dotted
 * circle.
 */

/** What has no shape, or the shape of another character. A plain space, a line feed and a tab have signs of their own. */
const SHAPELESS =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb␣↵⇥]|\p{Zs}/v;

/** Scripts in which a joiner between two letters changes their shape. */
const SHAPED = '[[\\p{L}\\p{M}]--[\\p{scx=Latin}\\p{scx=Greek}\\p{scx=Cyrillic}\\p{scx=Hebrew}\\p{scx=Han}]]';

/** Whole emoji with what joins them, and characters whose shape one that has none changes: these are seen. */
const SHOWN_AS_THEY_ARE = [
  '\\p{RGI_Emoji}',
  '\\p{Emoji}[\\ufe0e\\ufe0f]',
  `(?<=${SHAPED})[\\u200c\\u200d](?=${SHAPED})`,
  '(?<=\\p{Script=Han})[\\u{e0100}-\\u{e01ef}]',
].join('|');

const SIGNS: Readonly<Record<string, string>> = { ' ': '␣', '\n': '↵', '\t': '⇥' };

const PART = new RegExp(
  `(?<kept>${SHOWN_AS_THEY_ARE})|(?<shapeless>${SHAPELESS.source})|(?<alone>(?<![\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}])\\p{M})`,
  'gv',
);

/** Nearly all there is, and nothing in it is without a shape. */
const ASCII = /^[ -~]+$/;

/** 'U+200B' */
export function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * @param hasShape of fonts that lack some: characters without are shown by their codes
 * @returns the label; codes stand apart by spaces, which are the only ones in it; ∅ for no text at all
 */
export function visibleText(text: string, hasShape: (character: string) => boolean = () => true): string {
  if (text === '') return '∅';
  if (ASCII.test(text)) return text.replaceAll(' ', '␣');
  const label = text.toWellFormed().replace(PART, (part, ...rest) => {
    const { kept, shapeless } = rest.at(-1) as Partial<Record<'kept' | 'shapeless' | 'alone', string>>;
    if (kept !== undefined) return part;
    if (shapeless !== undefined) return SIGNS[part] ?? ` ${codeOf(part)} `;
    return `◌${part}`;
  });
  return withCodes(label, hasShape);
}

/** The text with characters of which no font has the shape replaced by their codes; of an emoji that is joined all of it. */
export function withCodes(text: string, hasShape: (character: string) => boolean): string {
  return text
    .replace(/\p{RGI_Emoji}|\P{Default_Ignorable_Code_Point}/gv, (part) => {
      const characters = Array.from(part).filter((each) => !/\p{Default_Ignorable_Code_Point}/v.test(each));
      return characters.every((each) => each === ' ' || hasShape(each))
        ? part
        : ` ${Array.from(part, codeOf).join(' ')} `;
    })
    .replace(/ {2,}/g, ' ')
    .replace(/^ +| +$/g, '');
}
