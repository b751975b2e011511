/** Addresses of screens, by their names, on the stores that specs share (workbench.ts). */
import { ANALYSES } from './workbench.ts';

const MODEL = 'all-MiniLM-L6-v2';
export const SHORT = encodeURIComponent('The movie was not good.');
const LONG = encodeURIComponent(
  'After they had played for an hour, an old neighbour came along with unbelievably good news. '.repeat(6),
);

/** Of the store of {@link WorkerFixtures.workbenchWithRun}. */
export const SCREENS = {
  projects: '#/projects',
  'sentence-sets': '#/projects/1/pairs',
  'sentence-set': '#/projects/1/pairs/1',
  'pair-alignment': '#/projects/1/pairs/1/alignment?pair=1&model=all-MiniLM-L6-v2',
  'text-sets': '#/projects/1/texts',
  'text-set': '#/projects/1/texts/1',
  'paste-texts': '#/projects/1/texts?add=paste',
  'new-run': '#/projects/1/runs/new',
  runs: '#/projects/1/runs',
  run: '#/projects/1/runs/1',
  results: '#/projects/1/results/1?where=attention_js_divergence>=0.2&sort=attention_js_divergence:desc',
  'results-by-head': '#/projects/1/results/1?group=heads',
  'results-by-row': '#/projects/1/results/1?group=rows',
  'results-brushed':
    '#/projects/1/results/1?where=attention_js_divergence>=0.4&where=attention_js_divergence<=0.752&where=max_attention_diff>=0.6&match=any&histograms=yes',
  'pair-view': '#/projects/1/results/1/pairs/1?layer=5&head=9',
  'pair-view-all-heads': '#/projects/1/results/1/pairs/1?layer=5&head=9&show=all',
  'pair-view-beside': '#/projects/1/results/1/pairs/1?layer=5&head=9&beside=1.1.5.10',
  'pair-view-arcs': '#/projects/1/results/1/pairs/1?layer=5&head=9&lines=arcs&hide=specials',
  'pair-view-layer': '#/projects/1/results/1/pairs/1?layer=5&head=9&over=layer&hide=sinks',
  'pair-view-words': '#/projects/1/results/1/pairs/1?layer=5&head=9&view=words',
  'pair-view-restores': '#/projects/1/results/1/pairs/1?layer=5&head=9&restores=denoising',
  heads: '#/projects/1/heads/1?layer=5&head=9',
  'heads-unadjusted': '#/projects/1/heads/1?metric=value_cosine&comparison=unadjusted&middle=yes',
  'heads-effect': '#/projects/1/heads/1?margin=0.005&margin-of=unit&sort=delta:asc',
  analyses: '#/projects/1/analyses',
  composer: '#/projects/1/figures',
  induction: '#/projects/1/analyses/induction/1?layer=1&head=2',
  'induction-before': '#/projects/1/analyses/induction/1?quantity=previous_token',
  'new-induction': '#/projects/1/analyses/induction?form=new',
  'new-ablation': '#/projects/1/analyses/ablation?form=new',
  models: '#/projects/1/models',
  'add-model': '#/projects/1/models?add=hub',
  'add-folder': '#/projects/1/models?add=folder',
  'model-blocks': `#/projects/1/models/${MODEL}?layer=2&hook=blocks.2.attn.hook_pattern`,
  'model-probe': `#/projects/1/models/${MODEL}?show=probe&text=${SHORT}`,
  'model-probe-head': `#/projects/1/models/${MODEL}?show=probe&text=${SHORT}&layer=3&head=7`,
  'model-probe-long': `#/projects/1/models/${MODEL}?show=probe&text=${LONG}`,
  'model-predictions': `#/projects/1/models/attn-only-2l?show=predictions&text=${SHORT}&at=3`,
  'model-parameters': `#/projects/1/models/${MODEL}?show=parameters&order=bytes:desc`,
  'model-config': `#/projects/1/models/${MODEL}?show=config`,
  'model-files': `#/projects/1/models/${MODEL}?show=files`,
  guide: '#/docs/guide',
  'guide-chapter': '#/docs/pair-view',
};
/** Of the store that has an analysis of each kind. */
export const ANALYSIS_SCREENS = {
  ...Object.fromEntries(ANALYSES.map(([kind], at) => [kind, `#/projects/1/analyses/${kind}/${at + 1}`])),
  effects: '#/projects/1/analyses/effects?middle=yes',
  'new-effects': '#/projects/1/analyses/effects?form=new',
  head: '#/projects/1/heads-of/attn-only-2l/1/2',
  'scores-of-catalogue': '#/projects/1/analyses/catalogue',
  catalogue: '#/projects/1/heads-of/attn-only-2l',
  'catalogue-of-two': '#/projects/1/heads-of/attn-only-2l?against=char-en',
  'induction-circuit': '#/projects/1/circuits/induction?model=attn-only-2l',
  'docs-of-analysis': '#/docs/patterns',
  'compare-choose': '#/projects/1/runs/compare',
  'compare-sets': '#/projects/1/runs/compare?run=3&with=2&layer=0&head=0',
  'compare-models': '#/projects/1/runs/compare?run=2&with=1',
};
