/** A plan: sets through models, each combination a run, with what it will take and why one is better left out. */
import type { DeviceChoice } from '../../../shared/devices.ts';
import type { Keep, Model, SentenceSet } from '../../../shared/entities.ts';
import type { RunCheck } from '../../../shared/pair-quality.ts';
import { countOf, formatCount } from '../format/format.ts';
import { bytesOfRun, type Duration, durationOfRun, type RunCosts } from '../../../shared/run-costs.ts';

export interface PlanPlace {
  readonly setId: number;
  /** The control set; null for none. */
  readonly controlId: number | null;
  readonly model: string;
}

export interface PlanCell extends PlanPlace {
  readonly isChecked: boolean;
  /** A run that is done and would come to the same numbers. */
  readonly done: number | null;
  /** Where there is none: why one that is like it does not count; '' where there is no such run. */
  readonly notSame: string;
  /** Why it is left out unless a person wants it; '' where nothing speaks against it. */
  readonly unwise: string;
  /** No pair of it can be measured, or the check failed. */
  readonly isImpossible: boolean;
  /** null until the pairs are counted. */
  readonly duration: Duration | null;
  readonly bytes: number | null;
  /** The same, were only metrics kept. */
  readonly leastBytes: number | null;
  readonly pairs: number;
}

export function keyOf({ setId, controlId, model }: PlanPlace): string {
  return `${setId} ${controlId ?? 0} ${model}`;
}

/** More unknown tokens than this, and the model mostly does not see what the pairs say. */
const UNKNOWN_SHARE = 0.1;

/** Why a model is no good for a set, as its tokenizer shows. */
export function unwiseWords({ roles, load }: Pick<RunCheck, 'roles' | 'load'>): string {
  const unknown = roles
    .flatMap(({ noted }) => noted)
    .filter(({ note }) => note === 'unknown_tokens')
    .reduce((sum, { tokens }) => sum + tokens, 0);
  const share = load.tokens === 0 ? 0 : unknown / load.tokens;
  if (share > UNKNOWN_SHARE) return `${Math.round(100 * share)} % unknown tokens`;
  const worst = roles
    .map(({ role, measured, failed }) => ({
      role,
      lost: failed.reduce((sum, { pairs }) => sum + pairs, 0),
      measured,
    }))
    .find(({ lost, measured }) => lost > measured);
  if (worst === undefined) return '';
  const { role, lost, measured } = worst;
  return `${formatCount(lost)} of ${countOf(lost + measured, ROLE_NOUNS[role])} cannot be measured`;
}

const ROLE_NOUNS = { set: 'pair', control: 'control', neutral: 'neutral' } as const;

export function isWhole({ checked, total }: Pick<RunCheck, 'checked' | 'total'>): boolean {
  return checked === total;
}

export function planCell(
  place: PlanPlace,
  {
    set,
    control,
    model,
    check,
    failed,
    costs,
    keep,
    device,
    done,
    notSame,
  }: {
    readonly set: SentenceSet | undefined;
    readonly control: SentenceSet | undefined;
    readonly model: Model | undefined;
    readonly check: RunCheck | undefined;
    readonly failed: boolean;
    readonly costs: RunCosts | undefined;
    readonly keep: Keep;
    readonly device: DeviceChoice;
    readonly done: number | null;
    readonly notSame: string;
  },
): PlanCell {
  const whole = check !== undefined && isWhole(check) ? check : undefined;
  const measured = whole?.roles.find(({ role }) => role === 'set')?.measured ?? 0;
  const bytesWith = (kept: Keep) =>
    whole === undefined || model === undefined ? null : bytesOfRun(whole.load, model, kept);
  return {
    ...place,
    isChecked: whole !== undefined || failed,
    done,
    notSame,
    unwise: whole === undefined ? '' : unwiseWords(whole),
    isImpossible: failed || (whole !== undefined && measured === 0),
    duration:
      whole === undefined || model === undefined || costs === undefined
        ? null
        : durationOfRun(whole.load, model, costs, device),
    bytes: bytesWith(keep),
    leastBytes: bytesWith('none'),
    pairs: (set?.pairCount ?? 0) + (control?.pairCount ?? 0),
  };
}

/**
 * Whether it is in the plan unless a person says otherwise: not what is done already, which is taken over. A plan of one run has that run
 * in it, also where something speaks against it.
 */
export function isWanted(cell: PlanCell, isOnly: boolean): boolean {
  if (cell.isImpossible || cell.done !== null) return false;
  return isOnly || cell.unwise === '';
}

/** The shortest first, so that something can be read soon; those of which that is not known at the end. */
export function inOrder(cells: readonly PlanCell[]): PlanCell[] {
  const seconds = ({ duration }: PlanCell): number => duration?.seconds ?? Infinity;
  return cells.toSorted((a, b) => (seconds(a) === seconds(b) ? 0 : seconds(a) - seconds(b)));
}

export interface PlanSum {
  readonly runs: number;
  readonly pairs: number;
  /** null where one of them is not known. */
  readonly duration: Duration | null;
  readonly bytes: number | null;
  readonly leastBytes: number | null;
}

export function sumOf(cells: readonly PlanCell[]): PlanSum {
  const total = (values: readonly (number | null)[]): number | null =>
    values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
  const seconds = total(cells.map(({ duration }) => duration?.seconds ?? null));
  return {
    runs: cells.length,
    pairs: cells.reduce((sum, { pairs }) => sum + pairs, 0),
    duration:
      seconds === null
        ? null
        : { seconds, isRough: cells.some(({ duration }) => duration?.isRough === true) },
    bytes: total(cells.map(({ bytes }) => bytes)),
    leastBytes: total(cells.map(({ leastBytes }) => leastBytes)),
  };
}
