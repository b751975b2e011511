/** What the file of a figure carries of itself: where it comes from, and what draws it again. */
import type { ThemeName } from '../../../shared/figures.ts';
import type { FigureProvenance } from './figure-kind.ts';

export interface FigureRecord extends FigureProvenance {
  /** The specification. */
  readonly figure: { readonly kind: string };
  /** Of a figure that is not light. */
  readonly theme?: ThemeName;
}

export function figureRecord(
  provenance: FigureProvenance,
  spec: { readonly kind: string },
  theme: ThemeName,
): FigureRecord {
  return { ...provenance, figure: spec, ...(theme !== 'light' && { theme }) };
}
