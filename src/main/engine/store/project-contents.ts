/** The sets and runs of every project, by name. */
import type { ProjectContents } from '../../../shared/project-contents.ts';
import { prepared, type ReadableDatabase } from './handles.ts';

interface SetRow {
  id: number;
  name: string;
  projectId: number;
  projectName: string;
}

interface RunRow {
  id: number;
  projectId: number;
  projectName: string;
  setName: string;
  modelName: string;
  layers: number;
  heads: number;
  hasResults: number;
}

export function readProjectContents(database: ReadableDatabase): ProjectContents {
  const sets = prepared<SetRow>(
    database,
    `SELECT sentence_set.id, sentence_set.name, project.id AS projectId, project.name AS projectName
     FROM sentence_set JOIN project ON project.id = sentence_set.project_id
     WHERE sentence_set.removed_at IS NULL AND sentence_set.ready = 1 AND project.removed_at IS NULL
     ORDER BY project.id, sentence_set.id`,
  ).all();
  const runs = prepared<RunRow>(
    database,
    `SELECT run.id, project.id AS projectId, project.name AS projectName, sentence_set.name AS setName,
       model.name AS modelName, model.layers, model.heads,
       EXISTS (SELECT 1 FROM run_item AS item WHERE item.run_id = run.id AND item.state = 'done') AS hasResults
     FROM run JOIN project ON project.id = run.project_id JOIN sentence_set ON sentence_set.id = run.set_id
       JOIN model ON model.id = run.model_id
     WHERE run.removed_at IS NULL AND project.removed_at IS NULL ORDER BY run.id DESC`,
  ).all();
  return {
    sets: sets.map(({ id, name, projectId, projectName }) => ({
      id,
      name,
      project: { id: projectId, name: projectName },
    })),
    runs: runs.map(({ id, projectId, projectName, setName, modelName, layers, heads, hasResults }) => ({
      id,
      project: { id: projectId, name: projectName },
      set: setName,
      model: { name: modelName, layers, heads },
      hasResults: hasResults === 1,
    })),
  };
}
