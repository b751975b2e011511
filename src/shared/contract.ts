/**
 * The one list of what the engine can be asked, put together of its parts in contract/. Clients and handlers derive their
 * types from it; a handler that is missing does not compile. Errors cross as ORPCError with `code` from errors.ts and
 * `data` = its details.
 */
import { aggregates } from './contract/aggregates.ts';
import { analyses } from './contract/analyses.ts';
import { bundles } from './contract/bundles.ts';
import { circuits } from './contract/circuits.ts';
import { drafts } from './contract/drafts.ts';
import { exports } from './contract/exports.ts';
import { heads } from './contract/heads.ts';
import { jobs } from './contract/jobs.ts';
import { marks } from './contract/marks.ts';
import { models } from './contract/models.ts';
import { pairs } from './contract/pairs.ts';
import { projects } from './contract/projects.ts';
import { results } from './contract/results.ts';
import { runs } from './contract/runs.ts';
import { sets } from './contract/sets.ts';
import { texts } from './contract/texts.ts';
import { views } from './contract/views.ts';
import { workspace } from './contract/workspace.ts';

export const contract = {
  workspace,
  projects,
  sets,
  texts,
  models,
  jobs,
  runs,
  results,
  views,
  marks,
  pairs,
  aggregates,
  analyses,
  drafts,
  circuits,
  heads,
  exports,
  bundles,
};

export type Contract = typeof contract;
