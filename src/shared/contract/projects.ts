import { oc } from '@orpc/contract';
import { z } from 'zod';
import { descriptionText, nameText } from '../../core/bounds.ts';
import { id } from '../entities/fields.ts';
import { project } from '../entities/projects.ts';
import { lastFinding } from '../last-finding.ts';
import { projectContents } from '../project-contents.ts';
import { nothing } from './fields.ts';

export const projects = {
  list: oc.output(z.array(project)),
  /** What is in each of them, by name. */
  contents: oc.output(projectContents),
  create: oc.input(z.object({ name: nameText, description: descriptionText.default('') })).output(project),
  /** Of its latest run; null without one that is done. Nothing is computed for it. */
  finding: oc.input(z.object({ id })).output(lastFinding.nullable()),
  update: oc.input(z.object({ id, name: nameText, description: descriptionText })).output(project),
  remove: oc.input(z.object({ id })).output(nothing),
  restore: oc.input(z.object({ id })).output(project),
};
