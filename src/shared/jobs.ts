/** Work that takes long, as every process sees it: one shape, whatever it is that takes long. */
import { z } from 'zod';

export const JOB_KINDS = ['run', 'model', 'compile', 'analysis', 'export', 'import'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

const id = z.int().positive();

/** What a job works on, by which a screen finds the jobs that are its own. */
export const jobSubject = z.object({
  runId: id.optional(),
  analysisId: id.optional(),
  /** The kind of the analysis. */
  analysisKind: z.string().optional(),
  /** Of a comparison of two runs: the other run, the metric, and what is taken away first. */
  otherRunId: id.optional(),
  metric: z.string().optional(),
  beyond: z.string().optional(),
  /** And how pairs are compared, where it was chosen: JSON. */
  choice: z.string().optional(),
  /** The name of a model. */
  model: z.string().optional(),
  projectId: id.optional(),
  /** A sentence set; one that is being imported is there when the job is done. */
  setId: id.optional(),
  /** A text set likewise. */
  textSetId: id.optional(),
});
export type JobSubject = z.infer<typeof jobSubject>;

export const job = z.object({
  jobId: z.string(),
  kind: z.enum(JOB_KINDS),
  /** What it is called on the screen: "Run 3", "EleutherAI/pythia-70m". */
  title: z.string(),
  subject: jobSubject,
  state: z.enum(JOB_STATES),
  /** What is being done just now, in words: "Compiling the model", "Running pairs", "Waiting for Run 2". */
  activity: z.string(),
  /** What `done`, `failed` and `total` count: "pairs", "bytes", "sequences". */
  unit: z.string(),
  done: z.int(),
  /** Of those that are being done, how much is, in items: what a bar shows beyond `done`. */
  partly: z.number(),
  failed: z.int(),
  /** null: nobody knows yet. */
  total: z.int().nullable(),
  /** The file that is being downloaded, or read. */
  file: z.string().nullable(),
  /** What was counted besides, in words: "120,000 rows". */
  beside: z.string().optional(),
  /** How many are done a second, over the last seconds, those that failed not counted; null before anything was. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      /** Of an import: the report on its file. */
      details: z.record(z.string(), z.unknown()).optional(),
    })
    .nullable(),
});
export type Job = z.infer<typeof job>;

/** Whether it goes on, or waits for its turn. */
export function isActive({ state }: Pick<Job, 'state'>): boolean {
  return state === 'running' || state === 'waiting';
}
