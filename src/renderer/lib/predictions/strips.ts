/** How words on a screen are shaded. */
import { sequentialColour } from '../../../core/figures/shades.ts';
import type { Shading } from '../../../core/figures/word-cells.ts';

/** Words on what is shaded stay readable: no colour covers more of the background. */
const STRONGEST = 55;
/** px */
const LINE = 3;

/**
 * A background, as CSS: contributions fill it, red for and blue against; under weights and probabilities lies a line in the colour of
 * the sequential scale, on which words could not be read.
 */
export function shadeOf(value: number, largest: number, shading: Shading): string {
  if (shading === 'weight') {
    const colour = sequentialColour(largest > 0 ? value / largest : 0);
    return `linear-gradient(${colour}, ${colour}) no-repeat bottom / 100% ${LINE}px`;
  }
  const share = largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0;
  const colour = value >= 0 ? 'var(--color-adds)' : 'var(--color-takes-off)';
  return `color-mix(in srgb, ${colour} ${(share * STRONGEST).toFixed(1)}%, transparent)`;
}
