/** The words of `pairlens analyze`, by which an analysis is made from a terminal. */
import { flagWords } from './run-command.ts';

export interface CommandedAnalysis {
  readonly kind: string;
  /** undefined: that of the run. */
  readonly model?: string | undefined;
  /** What it is of: one of these, or nothing where the kind needs nothing. */
  readonly run?: number | undefined;
  readonly pairs?: string | undefined;
  readonly control?: string | undefined;
  readonly texts?: string | undefined;
  /** Those that are not as they usually are. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly device?: string | undefined;
  /** The file of the workspace; undefined for the usual one. */
  readonly store?: string | undefined;
}

/** `pairlens analyze induction --model attn-only-2l --tokens all`, in one line. */
export function analysisCommand({ kind, options, store, device, ...of }: CommandedAnalysis): string {
  return [
    `pairlens analyze ${kind}`,
    ...flagWords({ ...of }),
    ...flagWords(options),
    ...flagWords({ device, store }),
  ].join(' ');
}
