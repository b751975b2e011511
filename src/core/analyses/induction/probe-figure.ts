/** A number for each head of an induction circuit on one input, as bars on one axis; one of the heads is meant. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { probedFigure } from '../../figures/probed-figure.ts';
import { captionOfProbe, type ProbedSource } from '../../figures/probed-input.ts';
import { head, layer } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { filled, wordAt } from '../../figures/word-cells.ts';
import type { HeadPlace } from '../of-heads.ts';

export const CIRCUIT_NUMBERS = ['previous', 'composition', 'induction'] as const;
export type CircuitNumber = (typeof CIRCUIT_NUMBERS)[number];

const TITLES: Readonly<Record<CircuitNumber, string>> = {
  previous: 'Attention to the token before',
  composition: 'K-composition',
  induction: 'Attention to what followed',
};

interface CircuitHead extends HeadPlace {
  readonly value: number | null;
}

interface CircuitHeads {
  readonly heads: readonly CircuitHead[];
  /** The head that the circuit goes on with. */
  readonly meant: HeadPlace | null;
  /** What a full bar is. */
  readonly most: number;
  /** A line across all bars: the mean of random pairs of matrices. */
  readonly random: { readonly mean: number; readonly samples: number } | null;
}

export interface ProbeCircuitData extends CircuitHeads {
  readonly source: Pick<ProbedSource, 'model' | 'text' | 'tokens'>;
  readonly show: CircuitNumber;
}

export const probeCircuitFigure = probedFigure({
  kind: 'probe-circuit',
  says: 'the heads of an induction circuit on one input, with a number each',
  fields: {
    show: z.enum(CIRCUIT_NUMBERS).default('induction').describe('which number of each head'),
    layer: layer.optional().describe('the layer of the induction head'),
    head: head.optional().describe('the induction head; without it the one that looks most at what followed'),
  },
  among: {
    holds: (spec) => (spec.layer === undefined) === (spec.head === undefined),
    words: 'a head is to be given with its layer',
  },
  draw,
  csv,
});

/** What is drawn of a circuit, as the engine has it. */
export function circuitHeads(
  circuit: {
    readonly previous: readonly CircuitHead[];
    readonly induction: readonly CircuitHead[];
    readonly senders: readonly (HeadPlace & { readonly composition: number })[];
    readonly previousHead: HeadPlace | null;
    readonly inductionHead: HeadPlace | null;
    readonly composingHead: HeadPlace | null;
    readonly random: { readonly mean: number; readonly samples: number };
  },
  show: CircuitNumber,
): CircuitHeads {
  const { senders, random } = circuit;
  if (show !== 'composition')
    return { heads: circuit[show], meant: circuit[`${show}Head`], most: 1, random: null };
  const scores = senders.map(({ composition }) => composition);
  return {
    heads: senders.map(({ layer, head, composition }) => ({ layer, head, value: composition })),
    meant: circuit.composingHead,
    most: Math.max(random.mean, ...scores) || 1,
    random,
  };
}

const ROW = 18;
const BAR = { left: 56, width: 336, height: 12 } as const;
const VALUE = 456;
/** px that the line of random matrices reaches over a bar. */
const OVER = 2;

/** Where names are, px. */
export const PROBE_CIRCUIT_ROW = { height: ROW, nameWidth: 48 } as const;

/** 'L0 H3' */
export function circuitHeadName({ layer, head }: HeadPlace): string {
  return `L${layer} H${head}`;
}

function draw({ source, show, heads, meant, most, random }: ProbeCircuitData, theme: FigureTheme): Figure {
  const pixels = (value: number | null) => (BAR.width * Math.max(0, value ?? 0)) / most;
  return {
    title: TITLES[show],
    width: VALUE,
    height: Math.max(1, heads.length) * ROW,
    note:
      random === null
        ? ''
        : `Upright line: mean of ${random.samples} random pairs of matrices, ${formatValue(random.mean)}.`,
    caption: captionOfProbe(source),
    option: {
      animation: false,
      graphic: heads.flatMap((own, at) => {
        const isMeant = meant !== null && own.layer === meant.layer && own.head === meant.head;
        const middle = at * ROW + ROW / 2;
        const box = { x: BAR.left, y: middle - BAR.height / 2, width: BAR.width, height: BAR.height };
        const look = { fill: isMeant ? theme.text : theme.muted, strong: isMeant };
        return [
          wordAt(circuitHeadName(own), 0, middle, { ...look, align: 'left' }),
          filled(box, theme.soft),
          filled({ ...box, width: pixels(own.value) }, isMeant ? theme.accent : theme.control),
          ...(random === null
            ? []
            : [
                filled(
                  {
                    x: BAR.left + pixels(random.mean) - 0.75,
                    y: box.y - OVER,
                    width: 1.5,
                    height: BAR.height + 2 * OVER,
                  },
                  theme.text,
                ),
              ]),
          wordAt(formatValue(own.value), VALUE, middle, { ...look, align: 'right' }),
        ];
      }),
    },
    hint: () => null,
  };
}

/** A line for each head. */
function csv({ show, heads, random }: ProbeCircuitData): string {
  return csvText([
    ['layer', 'head', show, ...(random === null ? [] : ['mean_of_random'])],
    ...heads.map(({ layer, head, value }) => [layer, head, value, ...(random === null ? [] : [random.mean])]),
  ]);
}
