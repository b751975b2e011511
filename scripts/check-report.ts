/** What the steps of `npm test` come to: how many tests passed, and what was skipped and why. */
import { existsSync, readFileSync } from 'node:fs';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where the step's JSON report goes, how to count in it, and which tests were skipped: their names say why. */
  readonly report?: {
    readonly file: string;
    readonly count: (report: unknown) => Counts;
    readonly skips: (report: unknown) => string[];
    /** Tests that passed only when they were done again. */
    readonly unsteady?: (report: unknown) => string[];
  };
  /** Why the step cannot be done here, as 'sbatch is not on the PATH'; null where it can. Asked just before the step. */
  readonly cannot?: () => string | null;
}

export interface Outcome {
  readonly step: Step;
  readonly ok: boolean;
  readonly seconds: number;
  /** Why it was skipped; null where it was done. */
  readonly skipped: string | null;
}

/** @param perform does the step: whether all of it passed, and how many seconds it took */
export async function done(
  step: Step,
  perform: (step: Step) => Promise<Pick<Outcome, 'ok' | 'seconds'>> | Pick<Outcome, 'ok' | 'seconds'>,
): Promise<Outcome> {
  const skipped = step.cannot?.() ?? null;
  if (skipped !== null) return { step, ok: true, seconds: 0, skipped };
  return { step, ...(await perform(step)), skipped: null };
}

/** The last lines of `npm test`; a step that was skipped counts as one test that was. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const skipped: string[] = [];
  const unsteady: string[] = [];
  for (const { step, skipped: reason } of outcomes) {
    if (reason !== null) {
      skipped.push(`${step.name}: ${reason}`);
      total.skipped += 1;
    } else if (step.report && existsSync(step.report.file)) {
      const report: unknown = JSON.parse(readFileSync(step.report.file, 'utf8'));
      const counts = step.report.count(report);
      skipped.push(...step.report.skips(report).map((name) => `${step.name}: ${name}`));
      unsteady.push(...(step.report.unsteady?.(report) ?? []).map((name) => `${step.name}: ${name}`));
      for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
    }
  }
  const times = outcomes.map(({ step, ok, seconds, skipped: reason }) =>
    reason === null ? `${step.name} ${seconds.toFixed(1)} s${ok ? '' : ' FAILED'}` : `${step.name} skipped`,
  );
  const failed = outcomes.filter(({ ok }) => !ok).map(({ step }) => step.name);
  return [
    times.join(' · '),
    ...(skipped.length > 0 ? ['skipped:', ...skipped.map((name) => `  ${name}`)] : []),
    ...(unsteady.length > 0
      ? ['failed at first, and passed when done again:', ...unsteady.map((name) => `  ${name}`)]
      : []),
    ...(failed.length > 0 ? [`stopped at ${failed.join(', ')}`] : []),
    `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
    '',
  ].join('\n');
}

export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report as Record<string, number>;
  return {
    passed: numPassedTests ?? 0,
    failed: numFailedTests ?? 0,
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
  };
}

export function skipsOfVitest(report: unknown): string[] {
  const { testResults } = report as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[];
  };
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName);
}

interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string; readonly annotations: { description?: string }[] }[];
  }[];
}

export const skipsOfPlaywright = (report: unknown): string[] => testsOfPlaywright(report, 'skipped');

export const unsteadyOfPlaywright = (report: unknown): string[] => testsOfPlaywright(report, 'flaky');

function testsOfPlaywright(report: unknown, sought: 'skipped' | 'flaky'): string[] {
  const within = ({ title, suites = [], specs }: Suite): string[] => [
    ...specs.flatMap((spec) =>
      spec.tests
        .filter(({ status }) => status === sought)
        .map(({ annotations }) =>
          [title, spec.title, ...annotations.map(({ description = '' }) => description)].join(' '),
        ),
    ),
    ...suites.flatMap(within),
  ];
  return (report as { suites: Suite[] }).suites.flatMap(within);
}

export function countPlaywright(report: unknown): Counts {
  const { stats } = report as { stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number> };
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}
