/** How far a job is, in words. */
import type { Job } from '../../../shared/jobs.ts';
import { formatBytes } from '../../../shared/quantities.ts';
import { formatCount, formatDuration } from '../format/format.ts';

/**
 * "Downloading model.safetensors · 34.1 MB of 90.9 MB · 5.2 MB/s · 11 s left", "Running pairs · 41 pairs/s · 12 s left",
 * "Reading pairs.csv · 34.1 MB of 90.9 MB · 240,000 rows · 5 s left"; what is not known yet is left out.
 */
export function describeJob(job: Job): string {
  const { activity, file, done, total, unit } = job;
  const parts = [file === null ? activity : `${activity} ${file}`];
  // Once no file is on its way, how much has come says nothing any more.
  if (unit === 'bytes' && file !== null && total !== null)
    parts.push(`${formatBytes(done)} of ${formatBytes(total)}`);
  if (job.beside !== undefined) parts.push(job.beside);
  return [...parts, ...pace(job)].join(' · ');
}

/** Of a job of which nothing is heard any more. */
export const UNHEARD = 'Was at work when the engine stopped answering';

/** "41 pairs/s · 12 s left"; '' where neither is known. */
export function formatPace(job: Pick<Job, 'rate' | 'secondsLeft' | 'unit' | 'total'>): string {
  return pace(job).join(' · ');
}

/** Of a job of fewer steps, and of per cent, a rate says nothing beside the time that is left. */
const FEWEST_WITH_RATE = 50;

function pace({
  rate,
  secondsLeft,
  unit,
  total,
}: Pick<Job, 'rate' | 'secondsLeft' | 'unit' | 'total'>): string[] {
  const parts: string[] = [];
  const saysSomething = unit !== '%' && (total === null || total >= FEWEST_WITH_RATE);
  if (rate !== null && saysSomething)
    parts.push(unit === 'bytes' ? `${formatBytes(Math.round(rate))}/s` : ratePer(rate, unit));
  if (secondsLeft !== null) parts.push(`${formatDuration(secondsLeft)} left`);
  return parts;
}

/** Of what is slower than one in ten seconds, by the minute. */
function ratePer(rate: number, unit: string): string {
  return rate < 0.1 ? `${count(60 * rate)} ${unit}/min` : `${count(rate)} ${unit}/s`;
}

function count(rate: number): string {
  return rate >= 10 ? formatCount(Math.round(rate)) : rate.toFixed(1);
}
