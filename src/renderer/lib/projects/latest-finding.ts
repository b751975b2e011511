import type { LastFinding } from '../../../shared/last-finding.ts';

/**
 * Of what is known of some projects, what the newest run has found, and of which of them it is: runs are numbered as they are made.
 * @param findings of the latest run of each that is done; undefined while asked for
 * @returns null where nothing is known of any
 */
export function latestFinding<Thing>(
  projects: readonly Thing[],
  findings: readonly (LastFinding | null | undefined)[],
): { readonly project: Thing; readonly finding: LastFinding } | null {
  let latest: { readonly project: Thing; readonly finding: LastFinding } | null = null;
  for (const [at, project] of projects.entries()) {
    const finding = findings[at];
    if (finding == null || finding.headline === null) continue;
    if (latest === null || finding.runId > latest.finding.runId) latest = { project, finding };
  }
  return latest;
}
