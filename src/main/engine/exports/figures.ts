/** The figure that a specification names, from what the engine's services know. */
import { type Figure, type FigureSource, pairNumber } from '../../../core/figures/figure.ts';
import { pairHeadsFigure, pairMapFigure } from '../../../core/figures/pair-figures.ts';
import { distributionFigure, headGridFigure } from '../../../core/figures/run-figures.ts';
import type { FigureTheme } from '../../../core/figures/theme.ts';
import type { FigureSpec, Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { AggregateService } from '../aggregates/service.ts';
import type { PairService } from '../pairs/service.ts';
import type { ResultsService } from '../results/service.ts';

export interface FigureServices {
  readonly results: Pick<ResultsService, 'values'>;
  readonly pairs: Pick<PairService, 'detail' | 'mapTensors'>;
  readonly aggregates: Pick<AggregateService, 'rows'>;
}

type SpecOf<Kind extends FigureSpec['kind']> = Extract<FigureSpec, { kind: Kind }>;

/** @throws PairlensError NOT_FOUND for what the run does not have, and what the services throw */
export async function makeFigure(
  services: FigureServices,
  run: Run,
  spec: FigureSpec,
  theme: FigureTheme,
): Promise<Figure> {
  const source: FigureSource = {
    run: run.id,
    model: run.model.name,
    set: run.set.name,
    controlSet: run.controlSet?.name ?? null,
  };
  switch (spec.kind) {
    case 'pair-map':
      return pairMap(services, source, spec, theme);
    case 'pair-heads':
      return pairHeadsFigure({ ...spec, source, detail: await services.pairs.detail(spec) }, theme);
    case 'head-grid':
      return headGridFigure({ ...spec, source, rows: await services.aggregates.rows(spec) }, theme);
    case 'distribution':
      return distribution(services, run, source, spec, theme);
  }
}

async function pairMap(
  { pairs }: FigureServices,
  source: FigureSource,
  spec: SpecOf<'pair-map'>,
  theme: FigureTheme,
): Promise<Figure> {
  const detail = await pairs.detail(spec);
  const tensor = (await pairs.mapTensors(spec)).get(spec.map);
  if (tensor === undefined) throw new PairlensError('INTERNAL', `no map ${spec.map} was made`);
  return pairMapFigure({ ...spec, source, detail, values: tensor.data }, theme);
}

async function distribution(
  { results, pairs }: FigureServices,
  run: Run,
  source: FigureSource,
  spec: SpecOf<'distribution'>,
  theme: FigureTheme,
): Promise<Figure> {
  checkHead(run, spec);
  const { set, control } = results.values(spec);
  const pair = spec.pairId === undefined ? null : await pairs.detail({ runId: run.id, pairId: spec.pairId });
  return distributionFigure(
    {
      ...spec,
      source,
      set,
      control: run.controlSet === null ? null : control,
      pair: pair && {
        name: `pair ${pairNumber(pair.pair.position)}`,
        value: pair.heads[spec.layer]?.[spec.head]?.[spec.metric] ?? null,
      },
    },
    theme,
  );
}

function checkHead(run: Run, { layer, head }: { readonly layer: number; readonly head: number }): void {
  const { layers, heads, name } = run.model;
  if (layer < layers && head < heads) return;
  throw new PairlensError(
    'NOT_FOUND',
    `${name} has no head ${head} in layer ${layer}: it has ${layers} layers of ${heads} heads, counted from 0`,
    { layer, head, layers, heads },
  );
}
