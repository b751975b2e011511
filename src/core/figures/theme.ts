/** The colours and fonts that figures are drawn with, light and dark. The interface has the same ones as CSS variables. */

export interface FigureTheme {
  readonly name: 'light' | 'dark';
  /** What lies behind the figure: the panel of the interface, the page of a file. */
  readonly background: string;
  readonly text: string;
  /** Labels of axes, captions: contrast with the background at least 4.5. */
  readonly muted: string;
  readonly line: string;
  /** Fill of what has no value. */
  readonly soft: string;
  /** Selection, and the set where a control is drawn beside it. Bars and histograms of one thing are `text`. */
  readonly accent: string;
  /** What is to be looked at: a flag, what fell. */
  readonly amber: string;
  /** The control set in a histogram. */
  readonly control: string;
  /** Of files: whether any font at hand has a character; what none has is shown by its code. Absent: whoever shows it sees. */
  readonly hasShape?: (this: void, character: string) => boolean;
  /** Hatching of cells of which nothing is said. */
  readonly hatch: string;
  /**
   * Differences and signed similarities, from the lowest to the highest, 0 in the middle. The middle is near the
   * background in both themes: what is near 0 recedes, what is far from it stands out.
   */
  readonly diverging: readonly string[];
}

export const FIGURE_THEMES: Readonly<Record<FigureTheme['name'], FigureTheme>> = {
  light: {
    name: 'light',
    background: '#ffffff',
    text: '#1c1c1a',
    muted: '#65645f',
    line: '#e5e5e1',
    soft: '#f1f1ee',
    accent: '#2f5bd0',
    amber: '#8a5700',
    control: '#b4b3ad',
    hatch: 'rgba(28, 28, 26, 0.5)',
    // ColorBrewer RdBu, blue to white to red.
    diverging: [
      '#2166ac',
      '#4393c3',
      '#92c5de',
      '#d1e5f0',
      '#f7f7f7',
      '#fddbc7',
      '#f4a582',
      '#d6604d',
      '#b2182b',
    ],
  },
  dark: {
    name: 'dark',
    background: '#1a1b1d',
    text: '#e9e9e6',
    muted: '#a09f99',
    line: '#2b2d30',
    soft: '#222427',
    accent: '#85a9ff',
    amber: '#e3b25b',
    control: '#77787b',
    hatch: 'rgba(233, 233, 230, 0.85)',
    // Light blue to the panel to light red.
    diverging: [
      '#9cc8f0',
      '#4d8fc9',
      '#2f5f8d',
      '#2a3d50',
      '#26282b',
      '#4d322d',
      '#8c453a',
      '#d4705c',
      '#ffb5a3',
    ],
  },
};

/**
 * First the name under which the application ships the font, then the one it has when installed or in files. No spaces
 * after the commas: resvg does not find a family that follows one. Inter has the signs of whitespace (␣ ↵ ⇥) that
 * JetBrains Mono lacks.
 */
export const TEXT_FONT = "'Inter Variable','Inter','Noto Sans Hebrew',sans-serif";
export const MONO_FONT =
  "'JetBrains Mono Variable','JetBrains Mono','Noto Sans Hebrew','Inter Variable','Inter',monospace";

/** Width of a character of JetBrains Mono, in em. */
export const MONO_ADVANCE = 0.6;

/** Viridis at tenths, dark to light (matplotlib): weights and probabilities. */
export const SEQUENTIAL = [
  '#440154',
  '#482878',
  '#3e4989',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6dcd59',
  '#b4de2c',
  '#fde725',
] as const;
