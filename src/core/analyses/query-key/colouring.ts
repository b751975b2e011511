/** What colours the points of a head can have, and what they say. */
import { KINDS } from '../../figures/kind-colours.ts';
import type { Colouring } from '../../figures/point-cloud.ts';
import { type FigureTheme, SEQUENTIAL } from '../../figures/theme.ts';
import type { LaidOutHead, SampledTokens } from './points.ts';
import { WORD_CLASSES, wordClass } from './word-class.ts';
import type { ColouringName } from './choices.ts';

export const COLOURING_WORDS: Readonly<Record<ColouringName, string>> = {
  side: 'Query or key',
  position: 'Position',
  token: 'Token',
  class: 'Word class',
  sentence: 'Sentence',
  first: 'Attention to the first token',
};

export function colouringOf(
  name: ColouringName,
  tokens: SampledTokens,
  head: LaidOutHead,
  theme: FigureTheme,
): Colouring {
  switch (name) {
    case 'side':
      // The shapes say it, in these colours.
      return kinds([], head.points.length / 2, (point) => (point < tokens.texts.length ? 0 : 1), [
        theme.accent,
        theme.amber,
      ]);
    case 'position':
      return scaled(tokens.positions, Math.max(1, ...Array.from(tokens.positions)), 'first', 'last', tokens);
    case 'first':
      return withoutKeys(scaled(head.toFirst, 1, '0', '1', tokens), tokens, theme);
    case 'token':
      return ofTokens(tokens, theme, (token) => tokens.texts[token] ?? '', 8);
    case 'sentence':
      return everySentence(tokens, theme);
    case 'class': {
      const classes = tokens.texts.map((text, token) =>
        wordClass(text, (tokens.positions[token] ?? 0) > 0 ? (tokens.texts[token - 1] ?? null) : null),
      );
      const there = WORD_CLASSES.filter((one) => classes.includes(one));
      return kinds(
        there,
        2 * classes.length,
        (point) => there.indexOf(classes[point % classes.length] ?? 'other word'),
        KINDS[theme.name],
      );
    }
  }
}

function kinds(
  words: readonly string[],
  points: number,
  kindOf: (point: number) => number,
  palette: readonly string[],
): Colouring {
  return {
    palette,
    ofPoint: Uint8Array.from({ length: points }, (_, point) => kindOf(point)),
    legend: words.map((word, kind) => ({ colour: palette[kind] ?? '', words: word })),
    ends: null,
  };
}

/** From 0 to `largest`, query and key of a token alike. */
function scaled(
  values: ArrayLike<number>,
  largest: number,
  low: string,
  high: string,
  { texts }: SampledTokens,
): Colouring {
  const last = SEQUENTIAL.length - 1;
  return {
    palette: SEQUENTIAL,
    ofPoint: Uint8Array.from({ length: 2 * texts.length }, (_, point) =>
      Math.round((last * (values[point % texts.length] ?? 0)) / largest),
    ),
    legend: [],
    ends: [low, high],
  };
}

/** Keys attend to nothing. */
function withoutKeys(colouring: Colouring, { texts }: SampledTokens, theme: FigureTheme): Colouring {
  const { palette, ofPoint } = colouring;
  return {
    ...colouring,
    palette: [...palette, theme.control],
    ofPoint: ofPoint.map((colour, point) => (point < texts.length ? colour : palette.length)),
    legend: [{ colour: theme.control, words: 'keys' }],
  };
}

/** The most frequent have a colour of their own, the others are grey. */
function ofTokens(
  { texts }: SampledTokens,
  theme: FigureTheme,
  nameOf: (token: number) => string,
  most: number,
): Colouring {
  const counts = new Map<string, number>();
  for (const token of texts.keys()) counts.set(nameOf(token), (counts.get(nameOf(token)) ?? 0) + 1);
  const named = [...counts]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([name]) => name);
  const place = new Map(named.map((name, at) => [name, at]));
  return kinds(
    [...named.map((name) => `${name.trim()} ${counts.get(name) ?? 0}`), 'others'],
    2 * texts.length,
    (point) => place.get(nameOf(point % texts.length)) ?? named.length,
    [...KINDS[theme.name].slice(0, named.length), theme.control],
  );
}

/** Too many to name: neighbours differ. */
function everySentence({ inputs, texts }: SampledTokens, theme: FigureTheme): Colouring {
  const order = new Map<number, number>();
  for (const token of texts.keys())
    if (!order.has(inputs[token] ?? 0)) order.set(inputs[token] ?? 0, order.size);
  const palette = KINDS[theme.name];
  return {
    ...kinds(
      [],
      2 * texts.length,
      (point) => (order.get(inputs[point % texts.length] ?? 0) ?? 0) % palette.length,
      palette,
    ),
    legend: [],
  };
}
