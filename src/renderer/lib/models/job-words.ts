/** How far a model that is being added is, in words. */
import type { ModelJob } from '../../../shared/entities.ts';
import { formatBytes } from '../../../shared/quantities.ts';
import { formatDuration } from '../format/format.ts';

/** "Downloading model.safetensors · 34.1 MB of 90.9 MB · 5.2 MB/s · 11 s left"; what is not known yet is left out. */
export function describeTransfer(job: ModelJob): string {
  const { activity, file, bytesDone, bytesTotal, rate, secondsLeft } = job;
  const parts = [file === null ? activity : `${activity} ${file}`];
  // Once no file is on its way, how much has come says nothing any more.
  if (file !== null && bytesTotal !== null)
    parts.push(`${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`);
  if (rate !== null) parts.push(`${formatBytes(Math.round(rate))}/s`);
  if (secondsLeft !== null) parts.push(`${formatDuration(secondsLeft)} left`);
  return parts.join(' · ');
}
