import type { FigureSource } from '../../../core/figures/figure.ts';
import type { Run } from '../../../shared/entities.ts';

/** What a figure's caption says about where it comes from. */
export function figureSource(run: Run): FigureSource {
  return {
    run: run.id,
    model: run.model.name,
    set: run.set.name,
    controlSet: run.controlSet?.name ?? null,
  };
}
