/** The figures of a model on an input, which is computed when they are drawn. */
import type { z } from 'zod';
import type { FigureDrawing, FigureSchema } from '../../../core/figures/figure-drawing.ts';
import { probeAttributionFigure } from '../../../core/analyses/attribution/probe-figure.ts';
import { probePredictionsFigure, shadesBy } from '../../../core/analyses/attribution/predictions-figure.ts';
import {
  readAttribution,
  type TextAttribution,
} from '../../../core/analyses/attribution/text-attribution.ts';
import { circuitHeads, probeCircuitFigure } from '../../../core/analyses/induction/probe-figure.ts';
import { probeLensFigure } from '../../../core/analyses/lens/probe-figure.ts';
import { probeMapFigure } from '../../../core/figures/kinds/probe-map.ts';
import { probeMaps, probeSmallMapsFigure } from '../../../core/figures/kinds/probe-small-maps.ts';
import { probeTextFigure } from '../../../core/figures/kinds/probe-text.ts';
import { patternOf } from '../../../core/figures/pattern-thumbnails.ts';
import { probeInput, type ProbedSource, type ProbedSpec } from '../../../core/figures/probed-input.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Probed } from '../models/probes.ts';
import type { FigureKind, FigureServices } from './figure-kind.ts';

function figureOfProbe<Schema extends FigureSchema & z.ZodType<ProbedSpec>, Data, Found extends Probed>(
  drawing: FigureDrawing<Schema, Data>,
  probe: (services: FigureServices, spec: z.output<Schema>) => Promise<Found>,
  dataOf: (found: Found, source: ProbedSource, spec: z.output<Schema>) => Data,
): FigureKind<z.output<Schema>, Data> {
  return {
    ...drawing,
    async load(services, spec) {
      const found = await probe(services, spec);
      const { tokens, causal, provenance } = found;
      const source = { model: spec.model, text: spec.text ?? null, tokens, causal };
      return { data: dataOf(found, source, spec), provenance };
    },
  };
}

/** What a prediction comes from. @throws what TextReadings.attribution throws */
async function attributionOf(
  textReadings: FigureServices['textReadings'],
  spec: ProbedSpec & { readonly target?: number | undefined },
  position: number,
): Promise<TextAttribution> {
  const { target } = spec;
  const sent = await textReadings.attribution({
    ...probeInput(spec),
    position,
    ...(target !== undefined && { target }),
  });
  return readAttribution(new Uint8Array(await sent.arrayBuffer()), position);
}

/** @throws PairlensError NOT_FOUND for a head that the model does not have */
function checkShadingHead(
  { layers, headsOfLayer }: TextAttribution,
  { layer, head }: { readonly layer: number; readonly head: number },
): void {
  if (layer < layers && head < headsOfLayer) return;
  throw new PairlensError(
    'NOT_FOUND',
    `there is no head ${head} in layer ${layer}: the model has ${layers} layers of ${headsOfLayer} heads, counted from 0`,
    { layer, head },
  );
}

export const PROBE_FIGURE_KINDS = {
  'probe-map': figureOfProbe(
    probeMapFigure,
    async ({ probes }, spec) => {
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
    ({ probes }, spec) => probes.patterns(probeInput(spec), null),
    ({ patterns }, source, { width, height }) => ({
      source,
      width,
      height,
      values: probeMaps(patterns, { width, height }),
    }),
  ),
  'probe-text': figureOfProbe(
    probeTextFigure,
    ({ probes }, spec) => probes.patterns(probeInput(spec), spec),
    ({ patterns }, source, { layer, head, focus, lined, width }) => ({
      source,
      layer,
      head,
      pattern: patternOf(patterns, layer, head).slice(),
      focus,
      lined,
      width,
    }),
  ),
  'probe-lens': figureOfProbe(
    probeLensFigure,
    async ({ probes, textReadings }, spec) => {
      const grid = await textReadings.lens(probeInput(spec));
      return { ...grid, ...(await probes.about(spec.model)) };
    },
    ({ targets, streams }, source, { at, width }) => ({ source, targets, streams, at, width }),
  ),
  'probe-attribution': figureOfProbe(
    probeAttributionFigure,
    async ({ probes, textReadings }, spec) => {
      const { tokens } = await textReadings.predictions(probeInput(spec));
      return {
        tokens,
        attribution: await attributionOf(textReadings, spec, spec.position),
        ...(await probes.about(spec.model)),
      };
    },
    ({ attribution }, source, { shade, open, width }) => ({ source, attribution, shade, open, width }),
  ),
  'probe-predictions': figureOfProbe(
    probePredictionsFigure,
    async ({ probes, textReadings }, spec) => {
      const { at, shade, layer, head } = spec;
      const { tokens, positions } = await textReadings.predictions(probeInput(spec));
      const by = layer === undefined || head === undefined ? null : { layer, head };
      const attribution = at === undefined ? null : await attributionOf(textReadings, spec, at);
      if (attribution !== null && by !== null) checkShadingHead(attribution, by);
      return {
        tokens,
        positions,
        values: attribution === null ? null : shadesBy(attribution, shade, by),
        by,
        ...(await probes.about(spec.model)),
      };
    },
    ({ positions, values, by }, source, { at, shade, width }) => ({
      source,
      positions,
      at: at ?? null,
      values,
      shade,
      by,
      width,
    }),
  ),
  'probe-circuit': figureOfProbe(
    probeCircuitFigure,
    async ({ probes, circuits }, spec) => {
      const { name: model, ...input } = probeInput(spec);
      const { layer, head } = spec;
      const receiver = layer === undefined || head === undefined ? {} : { receiver: { layer, head } };
      const circuit = await circuits.induction({ model, ...input, ...receiver });
      return { tokens: circuit.tokens, circuit, ...(await probes.about(model)) };
    },
    ({ circuit }, source, { show }) => ({ source, show, ...circuitHeads(circuit, show) }),
  ),
};
