import { computeHead } from '../../../../core/analyses/query-key/compute-head.ts';

/** What is computed of one head; tells the share that is done. */
export const headTasks = { computeHead };
