/** How large the letters of panels are on paper, as the drawing that is shown has them. */
import { labelPoints, LEAST_POINTS } from '../../../core/figures/compose/layout.ts';

const PANEL = /<g data-panel="([a-z])" transform="[^"]*scale\(([\d.]+)\)">/g;

/** What is to be said of panels whose labels are too small for a journal; '' where none are. */
export function smallLabels(svg: string): string {
  const small = Array.from(svg.matchAll(PANEL), ([, letter = '', scale]) => ({
    letter,
    points: labelPoints({ scale: Number(scale) }),
  })).filter(({ points }) => points < LEAST_POINTS);
  const [least] = small.toSorted((a, b) => a.points - b.points);
  if (least === undefined) return '';
  const names = small.map(({ letter }) => letter).join(', ');
  return `Labels of ${names} are ${least.points.toFixed(1)} points on paper${small.length > 1 ? ', or little more' : ''}; journals want ${LEAST_POINTS}. Take fewer columns, a wider figure, or a panel over several columns.`;
}
