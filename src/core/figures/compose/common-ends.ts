/** Several figures of the same quantity on one scale: their colours, or their axis, end where those of all of them do. */
import type { FigureDrawing } from '../figure-drawing.ts';

/** Data with the drawing that draws it. */
export interface PanelData {
  readonly drawing: FigureDrawing;
  readonly data: unknown;
}

/** @returns the data of each panel; those that share a scale with another have its ends */
export function withCommonEnds(panels: readonly PanelData[]): unknown[] {
  const all = new Map<string, { low: number; high: number; count: number }>();
  for (const { drawing, data } of panels) {
    const own = drawing.ends?.of(data) ?? null;
    if (own === null) continue;
    const known = all.get(own.quantity);
    const [low, high] = own.ends;
    all.set(own.quantity, {
      low: Math.min(low, known?.low ?? low),
      high: Math.max(high, known?.high ?? high),
      count: (known?.count ?? 0) + 1,
    });
  }
  return panels.map(({ drawing, data }) => {
    const quantity = drawing.ends?.of(data)?.quantity;
    const common = quantity === undefined ? undefined : all.get(quantity);
    if (common === undefined || common.count < 2) return data;
    return drawing.ends?.put(data, [common.low, common.high]);
  });
}
