/** What an analysis will take of time and disk: as earlier ones of its kind took, by what they were made of. */
import { z } from 'zod';
import { ANALYSIS_SUBJECTS } from '../core/analyses/analysis.ts';
import { wordText } from '../core/bounds.ts';
import { device, deviceChoice, type DeviceChoice } from './devices.ts';
import type { Model } from './entities.ts';
import type { Duration } from './run-costs.ts';

export const analysisCostsRequest = z.object({ kind: wordText });

const analysisPace = z.object({
  id: z.int(),
  weightsHash: z.string(),
  /** Of the model. */
  parameters: z.int(),
  subject: z.enum(ANALYSIS_SUBJECTS),
  options: z.record(z.string(), z.unknown()),
  /** Pairs or texts that it was made of; null of one whose plan is not made of them one by one. */
  size: z.int().nullable(),
  /** In which it was at work. */
  seconds: z.number().positive(),
  /** What was asked to compute it, and what did. */
  asked: deviceChoice,
  device,
  /** What it left in the workspace. */
  bytes: z.int(),
});
export type AnalysisPace = z.infer<typeof analysisPace>;

/** The latest of the kind that came to their end, the latest first. */
export const analysisCosts = z.object({ paces: z.array(analysisPace) });

/** What is about to be started. */
export interface PlannedWork extends Pick<Model, 'weightsHash' | 'parameters'> {
  readonly subject: AnalysisPace['subject'];
  readonly options: Readonly<Record<string, unknown>>;
  /** Pairs or texts; null without them. */
  readonly size: number | null;
  /** What its items are called: where an option of that name says how many are drawn, that is how many there are. */
  readonly unit: string;
  /** What is to compute it; `auto` is judged by what `auto` came to before. */
  readonly on: DeviceChoice;
}

export interface AnalysisForecast {
  /** Rough where `unlike` says so. */
  readonly duration: Duration;
  /** null where it is not known: it had another model or other options. */
  readonly bytes: number | null;
  /** The analysis that it is judged by. */
  readonly judgedBy: number;
  /** What that one had otherwise, so that the time may be far off; null: nothing. */
  readonly unlike: 'model' | 'options' | 'size' | null;
}

/** Times as many, or as few, as were measured: kinds leave out what they cannot take, and not the same share of every set. */
const FAR = 2;

/** Earlier ones say less about the machine as it is now, and a single one may have had to share it. */
const LATEST_ALIKE = 3;

/**
 * By the latest three that had the same weights and options on the same device: the one in their middle, of two the slower. Without
 * one very roughly: by the latest of the same weights, else by the latest of another model whose weights
 * are as much larger or smaller. null where nothing of the kind was made of such a subject on that device.
 */
export function forecastAnalysis(
  planned: PlannedWork,
  paces: readonly AnalysisPace[],
): AnalysisForecast | null {
  const { on } = planned;
  const alike = paces.filter(
    ({ subject, asked, device: ran }) =>
      subject === planned.subject && (on === 'auto' ? asked === 'auto' : ran === on),
  );
  const own = alike.filter(({ weightsHash }) => weightsHash === planned.weightsHash);
  const shareOf = ({ size, options }: AnalysisPace): number => {
    if (planned.size !== null && size !== null) return planned.size / size;
    const [now, then] = [planned.options[planned.unit], options[planned.unit]];
    return typeof now === 'number' && typeof then === 'number' && then > 0 ? now / then : 1;
  };
  const same = own
    .filter(({ options }) => isSame(options, planned.options))
    .slice(0, LATEST_ALIKE)
    .toSorted((a, b) => a.seconds * shareOf(a) - b.seconds * shareOf(b));
  const middle = same[Math.floor(same.length / 2)];
  const pace = middle ?? own[0] ?? alike.find(({ parameters }) => parameters > 0);
  if (pace === undefined) return null;
  const share = shareOf(pace);
  const isFar = share > FAR || share < 1 / FAR;
  const isOwn = pace.weightsHash === planned.weightsHash;
  const unlike = !isOwn ? 'model' : middle === undefined ? 'options' : isFar ? 'size' : null;
  return {
    duration: {
      seconds: pace.seconds * share * (isOwn ? 1 : planned.parameters / pace.parameters),
      isRough: unlike !== null,
    },
    bytes: middle === undefined ? null : Math.round(pace.bytes * share),
    judgedBy: pace.id,
    unlike,
  };
}

/** Another seed takes as long. */
function isSame(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  names.delete('seed');
  return [...names].every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}
