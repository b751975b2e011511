/** The figures of a model on an input, which is computed when they are drawn. */
import type { z } from 'zod';
import type { FigureDrawing, FigureSchema } from '../../../core/figures/figure-drawing.ts';
import { probeMapFigure } from '../../../core/figures/kinds/probe-map.ts';
import { probeMaps, probeSmallMapsFigure } from '../../../core/figures/kinds/probe-small-maps.ts';
import { patternOf } from '../../../core/figures/pattern-thumbnails.ts';
import { probeInput, type ProbedSource, type ProbedSpec } from '../../../core/figures/probed-input.ts';
import type { Probed } from '../models/probes.ts';
import type { FigureKind, FigureServices } from './figure-kind.ts';

function figureOfProbe<Schema extends FigureSchema & z.ZodType<ProbedSpec>, Data, Found extends Probed>(
  drawing: FigureDrawing<Schema, Data>,
  probe: (probes: FigureServices['probes'], spec: z.output<Schema>) => Promise<Found>,
  dataOf: (found: Found, source: ProbedSource, spec: z.output<Schema>) => Data,
): FigureKind<z.output<Schema>, Data> {
  return {
    ...drawing,
    async load({ probes }, spec) {
      const found = await probe(probes, spec);
      const { tokens, causal, provenance } = found;
      const source = { model: spec.model, text: spec.text ?? null, tokens, causal };
      return { data: dataOf(found, source, spec), provenance };
    },
  };
}

export const PROBE_FIGURE_KINDS = {
  'probe-map': figureOfProbe(
    probeMapFigure,
    async (probes, spec) => {
      const { map, layer, head } = spec;
      const input = probeInput(spec);
      if (map !== 'attention') return probes.values({ ...input, layer, head, values: map });
      const { patterns, ...probed } = await probes.patterns(input, { layer, head });
      return { ...probed, values: patternOf(patterns, layer, head).slice() };
    },
    ({ values }, source, { layer, head, map, plotSize }) => ({ source, layer, head, map, values, plotSize }),
  ),
  'probe-small-maps': figureOfProbe(
    probeSmallMapsFigure,
    (probes, spec) => probes.patterns(probeInput(spec), null),
    ({ patterns }, source, { width, height }) => ({
      source,
      width,
      height,
      values: probeMaps(patterns, { width, height }),
    }),
  ),
};
