/** What is to be looked at before a figure of several is saved. */
import { labelPoints, LEAST_POINTS, PAGE_HEIGHT, panelLetter } from '../../../core/figures/compose/layout.ts';
import type { Gathered } from '../exports/gathered.ts';
import { type DrawnPanel, drawnHeight, drawnPanels, sameQuantities } from './drawn-panels.ts';

/** A sentence or two for each thing that is wrong; none where nothing is. */
export function checksOf(svg: string, gathered: Pick<Gathered, 'panels' | 'commonScales'>): string[] {
  const panels = drawnPanels(svg);
  return [
    smallLabels(panels),
    ...differentScales(panels, gathered.commonScales),
    tooHigh(drawnHeight(svg)),
    ...shownTwice(gathered.panels),
  ].filter((text) => text !== '');
}

function smallLabels(panels: readonly DrawnPanel[]): string {
  const small = panels
    .map((panel) => ({ letter: panel.letter, points: labelPoints(panel) }))
    .filter(({ points }) => points < LEAST_POINTS);
  const [least] = small.toSorted((a, b) => a.points - b.points);
  if (least === undefined) return '';
  const names = small.map(({ letter }) => letter).join(', ');
  return `Labels of ${names} are ${least.points.toFixed(1)} points on paper${small.length > 1 ? ', or little more' : ''}; journals want ${LEAST_POINTS}. Take fewer columns, a wider figure, or a panel over several columns.`;
}

function differentScales(panels: readonly DrawnPanel[], isAsked: boolean): string[] {
  return sameQuantities(panels)
    .filter(({ ends }) => ends === null)
    .map(
      ({ letters, quantity }) =>
        `${inWords(letters)} show ${quantity} on different scales, so their colours or axes cannot be compared.${isAsked ? '' : ' Choose common scales.'}`,
    );
}

function tooHigh(height: number): string {
  return height > PAGE_HEIGHT
    ? `The figure is ${Math.round(height)} mm high; a page of a journal has ${PAGE_HEIGHT}. Take more columns, fewer panels, or no captions.`
    : '';
}

function shownTwice(panels: Gathered['panels']): string[] {
  const letters = panels.map(({ figure }, at) => ({
    letter: panelLetter(at),
    figure: JSON.stringify(figure),
  }));
  return [...Map.groupBy(letters, ({ figure }) => figure).values()]
    .filter((same) => same.length > 1)
    .map((same) => `${inWords(same.map(({ letter }) => letter))} are the same figure.`);
}

/** 'a, b and c' */
function inWords(letters: readonly string[]): string {
  return [letters.slice(0, -1).join(', '), ...letters.slice(-1)].join(' and ');
}

/** The panel that could not be drawn, as the engine names it: the message, and its place from 0; null where none is named. */
export function failedPanel(error: unknown): { at: number; message: string } | null {
  const found = error instanceof Error ? /^figure (\d+): (.*)$/s.exec(error.message) : null;
  return found === null ? null : { at: Number(found[1]) - 1, message: found[2] ?? '' };
}
