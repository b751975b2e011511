/** What a panel shows, from what names its figure: titles of long names begin alike. */

/** Fields of which a figure's words are made, in this order, where it has them. */
const SAYING = ['map', 'shows', 'part', 'side', 'quantity', 'statistic', 'metric'] as const;

/** 'Pair map · difference · L1 H2 · run 3' */
export function panelWords(figure: Readonly<Record<string, unknown>>): string {
  const { kind, layer, head, runId } = figure;
  const words = [kind, ...SAYING.map((field) => figure[field])]
    .filter((value) => typeof value === 'string')
    .map((value) => value.replaceAll(/[-_]/g, ' '));
  const place = [
    typeof layer === 'number' ? `L${layer}` : '',
    typeof head === 'number' ? `H${head}` : '',
  ].filter((part) => part !== '');
  const all = [
    ...words,
    ...(place.length === 0 ? [] : [place.join(' ')]),
    ...(typeof runId === 'number' ? [`run ${runId}`] : []),
  ].join(' · ');
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}`;
}
