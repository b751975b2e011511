/** How counts, rates and times are written. */

const COUNT = new Intl.NumberFormat('en');
const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });
const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** "1 pair", "250 pairs". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** The first sentence of a text, and what follows it with the space before; of one sentence, it and ''. */
export function leadOf(text: string): readonly [lead: string, rest: string] {
  const end = /[.!?](?=\s+[\p{Lu}\d])/u.exec(text);
  const at = end === null ? text.length : end.index + 1;
  return [text.slice(0, at), text.slice(at)];
}

/** Whole percents, never 100 before the end. */
export function formatPercent(done: number, total: number): string {
  return total === 0 ? '0 %' : `${Math.floor((100 * done) / total)} %`;
}

/** A duration, rounded to what matters: "less than 1 s", "4 s", "2 min 5 s", "1 h 20 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'less than 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  return joined(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
}

/** As precise as a forecast can be: the longer, the coarser. */
export function roundedSeconds(seconds: number): number {
  const step = seconds < 10 ? 1 : seconds < 60 ? 5 : seconds < 600 ? 30 : seconds < 3600 ? 60 : 300;
  return Math.max(1, Math.round(seconds / step)) * step;
}

/** Where little more than the order of it is known: "some 20 seconds", "about a minute", "some 1.5 hours". */
export function formatRoughly(seconds: number): string {
  if (seconds < 10) return 'some seconds';
  if (seconds < 55) return `some ${10 * Math.round(seconds / 10)} seconds`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return minutes === 1 ? 'about a minute' : `some ${minutes} minutes`;
  const hours = Math.round(seconds / 1800) / 2;
  return hours === 1 ? 'about an hour' : `some ${formatCount(hours)} hours`;
}

function joined(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`;
}

/** Day and time of an ISO 8601 timestamp, in the person's own time zone. */
export function formatMoment(timestamp: string): string {
  const date = new Date(timestamp);
  return `${DAY.format(date)}, ${TIME.format(date)}`;
}

/** The first digits of a hash, enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash === '' ? 'none' : hash.slice(0, 8);
}
