/** A Jupyter notebook (nbformat 4.5) that loads the tables of a run with pandas and draws its main figures again. */
import { z } from 'zod';
import type { ComparisonDesign } from '../../../core/analyses/statistics/comparison-design.ts';
import { METRICS, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { Run } from '../../../shared/entities.ts';

export interface NotebookOf {
  readonly run: Run;
  readonly metric: MetricName;
  readonly comparison: ComparisonDesign['kind'];
  /** What was found, in words. */
  readonly findings: readonly string[];
  /** Names of the files beside it. */
  readonly files: { readonly metrics: string; readonly aggregates: string; readonly control: string | null };
}

/** The bytes of its file. */
export function notebook(of: NotebookOf): string {
  const cells = [
    markdown(introduction(of)),
    code(loading(of)),
    markdown('## Heads\n\nLayers downward, heads to the right.'),
    code(HEAD_GRID),
    markdown('## Ranking\n\nDot and line: the statistic and its 95 % interval.'),
    code(RANKING),
    markdown(
      '## The first head of the ranking\n\nIts values over the pairs of the set, and of what they are compared with where there is something.',
    ),
    code(DISTRIBUTION),
    markdown('## Layers\n\nThe heads of each layer: their means over the pairs.'),
    code(LAYERS),
  ];
  const document = {
    cells: cells.map((cell, at) => ({ ...cell, id: `cell-${at + 1}` })),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
      // Jupyter keeps what it does not know.
      pairlens: { files: Object.values(of.files).filter((file) => file !== null) },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

const METADATA = z.object({ metadata: z.object({ pairlens: z.object({ files: z.array(z.string()) }) }) });

/** The names of the files beside a notebook that it was written with; none for a notebook of somebody else, or no notebook. */
export function filesOfNotebook(text: string): readonly string[] {
  try {
    const parsed = METADATA.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.metadata.pairlens.files : [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
}

function markdown(text: string) {
  return { cell_type: 'markdown', metadata: {}, source: text };
}

function code(text: string) {
  return { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: text.trim() };
}

/** Markdown shows what data say as it is. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>#|$~]/g, '\\$&').replace(/\s+/g, ' ');

function introduction({ run, metric, findings }: NotebookOf): string {
  const { provenance } = run;
  const { label, unit, definition } = METRICS[metric];
  const control = run.controlSet === null ? '' : `, control \`${provenance.controlSetHash ?? ''}\``;
  return [
    `# Run ${run.id}: ${plain(run.set.name)} through ${plain(run.model.name)}`,
    `${run.done} of ${run.total} pairs were measured.${run.controlSet === null ? '' : ` Control set: ${plain(run.controlSet.name)}.`}`,
    ...findings.map(plain),
    `**${plain(label)}** (\`${metric}\`${unit === '' ? '' : `, ${unit}`}). ${plain(definition)}`,
    `Weights \`${provenance.weightsHash}\`, set \`${provenance.setHash}\`${control}; Pairlens ${plain(provenance.pairlensVersion)}, ONNX Runtime ${plain(provenance.ortVersion)}.`,
  ].join('\n\n');
}

/** A text of Python. JSON's are. */
const literal = (text: string): string => JSON.stringify(text);

function loading({ metric, comparison, files }: NotebookOf): string {
  const statistic = comparison === 'none' ? 'mean' : 'difference';
  const interval = comparison === 'none' ? 'ci' : 'difference_ci';
  return `
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

metric = ${literal(metric)}
unit = ${literal(METRICS[metric].unit)}
# Of the whole set; "difference" is against what the run is compared with.
statistic = ${literal(statistic)}
low, high = ${literal(`${interval}_low`)}, ${literal(`${interval}_high`)}

rows = pd.read_parquet(${literal(files.metrics)})
control = ${files.control === null ? 'None' : `pd.read_parquet(${literal(files.control)})`}
compared_with = ${literal(comparison === 'paired' ? 'neutral' : 'control')}
aggregates = pd.read_parquet(${literal(files.aggregates)})
heads = aggregates[aggregates["metric"] == metric].set_index(["layer", "head"])
label = f"{metric}, {statistic}" + (f" ({unit})" if unit else "")
heads[[statistic, low, high]].sort_values(statistic, ascending=False).head(10)
`;
}

const HEAD_GRID = `
grid = heads[statistic].unstack("head")
largest = grid.abs().max().max()
signed = bool((grid < 0).any().any())
figure, axes = plt.subplots(figsize=(1 + 0.4 * grid.shape[1], 1 + 0.4 * grid.shape[0]))
image = axes.imshow(
    grid, cmap="RdBu_r" if signed else "viridis", vmin=-largest if signed else 0, vmax=largest
)
axes.set_xticks(range(grid.shape[1]), grid.columns)
axes.set_yticks(range(grid.shape[0]), [f"L{layer}" for layer in grid.index])
figure.colorbar(image, label=label)
plt.show()
`;

const RANKING = `
ranked = heads.dropna(subset=[statistic]).copy()
ranked = ranked.loc[ranked[statistic].abs().sort_values(ascending=False).index].head(20)
names = [f"L{layer} H{head}" for layer, head in ranked.index]
figure, axes = plt.subplots(figsize=(6, 0.5 + 0.25 * len(ranked)))
places = range(len(ranked))
axes.hlines(places, ranked[low], ranked[high])
axes.plot(ranked[statistic], places, "o")
axes.axvline(0, color="grey", linewidth=0.5)
axes.set_yticks(places, names)
axes.invert_yaxis()
axes.set_xlabel(label)
plt.show()
`;

const DISTRIBUTION = `
layer, head = ranked.index[0] if len(ranked) else (0, 0)


def values_of(table):
    return table[(table["layer"] == layer) & (table["head"] == head)][metric].dropna()


shown = {"set": values_of(rows)} | ({} if control is None else {compared_with: values_of(control)})
edges = np.histogram_bin_edges(pd.concat(shown.values()), bins=20)
figure, axes = plt.subplots(figsize=(6, 3))
for name, values in shown.items():
    axes.hist(values, bins=edges, alpha=0.6, label=f"{name}, n = {len(values)}")
axes.set_title(f"L{layer} H{head}")
axes.set_xlabel(metric + (f" ({unit})" if unit else ""))
axes.legend()
plt.show()
`;

const LAYERS = `
means = rows.groupby(["layer", "head"])[metric].mean()
by_layer = [group.dropna().values for _, group in means.groupby(level="layer")]
figure, axes = plt.subplots(figsize=(6, 3))
axes.boxplot(by_layer)
axes.set_xticks(range(1, len(by_layer) + 1), [f"L{layer}" for layer in means.index.unique("layer")])
axes.set_ylabel(metric + (f", mean ({unit})" if unit else ", mean"))
plt.show()
`;
