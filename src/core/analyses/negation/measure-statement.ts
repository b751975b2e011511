/** All that is measured of a head on one statement beside its original. */
import type { HeadActivations } from '../../metrics/head-activations.ts';
import {
  attendCue,
  attentionDistance,
  bidirectionalScore,
  fromCueRatio,
  toCueRatio,
} from './cue-attention.ts';
import type { CuedStatement } from './cued-statement.ts';
import { type Aligned, diffusion, valueChanges } from './diffusion.ts';
import { NEGATION_PROFILES, NEGATION_QUANTITIES, PROFILE_DISTANCES, PROFILE_SPAN } from './quantities.ts';

/** What {@link measureStatement} writes to, from head to head: the values by token stay until the next. */
export interface StatementBuffers {
  /** [n] */
  readonly from: Float64Array;
  /** [n] */
  readonly to: Float64Array;
  /** [m] */
  readonly delta: Float64Array;
  /** [quantity] in the order of NEGATION_QUANTITIES */
  readonly values: Float64Array;
  /** [profile, distance] in the orders of NEGATION_PROFILES and PROFILE_DISTANCES */
  readonly profiles: Float64Array;
}

export function statementBuffers({ tokens }: CuedStatement, aligned: number): StatementBuffers {
  return {
    from: new Float64Array(tokens),
    to: new Float64Array(tokens),
    delta: new Float64Array(aligned),
    values: new Float64Array(NEGATION_QUANTITIES.length),
    profiles: new Float64Array(NEGATION_PROFILES.length * PROFILE_DISTANCES.length),
  };
}

export function measureStatement(
  original: HeadActivations,
  changed: HeadActivations,
  statement: CuedStatement,
  aligned: Aligned,
  buffers: StatementBuffers,
): void {
  attendCue(changed.pattern, statement, buffers);
  valueChanges(original.z, changed.z, aligned, changed.dHead, buffers.delta);
  const { delta, radius, radiusWithoutSpecial } = diffusion(buffers.delta, aligned, statement);
  buffers.values.set([
    toCueRatio(buffers, statement),
    fromCueRatio(buffers, statement),
    bidirectionalScore(buffers, statement),
    delta,
    radius,
    radiusWithoutSpecial,
    attentionDistance(changed.pattern, statement),
  ]);
  const { distances } = statement;
  const width = PROFILE_DISTANCES.length;
  profileInto(buffers.to, distances, buffers.profiles.subarray(0, width));
  profileInto(buffers.from, distances, buffers.profiles.subarray(width, 2 * width));
  const ofAligned = Int32Array.from(aligned.changed, (position) => distances[position]!);
  profileInto(buffers.delta, ofAligned, buffers.profiles.subarray(2 * width));
}

/** Means of values by signed distance, those beyond the span left out; NaN where no value has the distance. */
function profileInto(values: Float64Array, distances: Int32Array, profile: Float64Array): void {
  const counts = new Int32Array(profile.length);
  profile.fill(0);
  for (let index = 0; index < values.length; index++) {
    const place = distances[index]! + PROFILE_SPAN;
    const value = values[index]!;
    if (place < 0 || place >= profile.length || Number.isNaN(value)) continue;
    profile[place]! += value;
    counts[place]!++;
  }
  for (let place = 0; place < profile.length; place++) profile[place]! /= counts[place]!;
}
