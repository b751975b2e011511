import { statementLengthsFigure } from '../../../core/figures/kinds/statement-lengths.ts';
import { figureOfRun } from './figure-kind.ts';

export const statementLengths = figureOfRun(
  statementLengthsFigure,
  async ({ statements }, { run, source }) => ({
    source,
    lengths: await statements.lengthsOfRun(run.id),
  }),
);
