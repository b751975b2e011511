/** The addresses of the screens with ordinary sentences, by the names that their pictures have. */
import type { Screens } from './screens.ts';
import { ANALYSES } from './workbench.ts';

const MODEL = 'all-MiniLM-L6-v2';
const SHORT = encodeURIComponent('The movie was not good.');
const LONG = encodeURIComponent(
  'After they had played for an hour, an old neighbour came along with unbelievably good news. '.repeat(6),
);

/** Of {@link WorkerFixtures.workbenchWithRun}. */
export const SCREENS: Screens = {
  'short-projects': '#/projects',
  'short-sentence-sets': '#/projects/1/pairs',
  'short-sentence-set': '#/projects/1/pairs/1',
  'short-pair-alignment': '#/projects/1/pairs/1/alignment?pair=1&model=all-MiniLM-L6-v2',
  'short-text-sets': '#/projects/1/texts',
  'short-text-set': '#/projects/1/texts/1',
  'short-paste-texts': '#/projects/1/texts?add=paste',
  'short-new-run': '#/projects/1/runs/new',
  'short-runs': '#/projects/1/runs',
  'short-run': '#/projects/1/runs/1',
  'short-results':
    '#/projects/1/results/1?where=attention_js_divergence>=0.2&sort=attention_js_divergence:desc',
  'short-results-by-head': '#/projects/1/results/1?group=heads',
  'short-results-by-row': '#/projects/1/results/1?group=rows',
  'short-results-neutral': '#/projects/1/results/1?role=neutral',
  'short-results-control': '#/projects/1/results/1?role=control',
  'short-results-brushed':
    '#/projects/1/results/1?where=attention_js_divergence>=0.4&where=attention_js_divergence<=0.752&where=max_attention_diff>=0.6&match=any&histograms=yes',
  'short-pair-view': '#/projects/1/results/1/pairs/1?layer=5&head=9',
  'short-pair-view-all-heads': '#/projects/1/results/1/pairs/1?layer=5&head=9&show=all',
  'short-pair-view-beside': '#/projects/1/results/1/pairs/1?layer=5&head=9&beside=1.1.5.10',
  'short-pair-view-arcs': '#/projects/1/results/1/pairs/1?layer=5&head=9&lines=arcs&hide=specials',
  'short-pair-view-layer': '#/projects/1/results/1/pairs/1?layer=5&head=9&over=layer&hide=sinks',
  'short-pair-view-words': '#/projects/1/results/1/pairs/1?layer=5&head=9&view=words',
  'short-pair-view-restores': '#/projects/1/results/1/pairs/1?layer=5&head=9&restores=denoising',
  'short-heads': '#/projects/1/heads/1?layer=5&head=9',
  'short-heads-unadjusted': '#/projects/1/heads/1?metric=value_cosine&comparison=unadjusted&middle=yes',
  'short-heads-effect': '#/projects/1/heads/1?margin=0.005&margin-of=unit&sort=delta:asc',
  'short-analyses': '#/projects/1/analyses',
  'short-composer': '#/projects/1/figures',
  'short-induction': '#/projects/1/analyses/induction/1?layer=1&head=2',
  'short-induction-before': '#/projects/1/analyses/induction/1?quantity=previous_token',
  'short-new-induction': '#/projects/1/analyses/induction?form=new',
  'short-new-ablation': '#/projects/1/analyses/ablation?form=new',
  'short-models': '#/projects/1/models',
  'short-add-model': '#/projects/1/models?add=hub',
  'short-add-folder': '#/projects/1/models?add=folder',
  'short-model-blocks': `#/projects/1/models/${MODEL}?layer=2&hook=blocks.2.attn.hook_pattern`,
  'short-model-probe': `#/projects/1/models/${MODEL}?show=probe&text=${SHORT}`,
  'short-model-probe-head': `#/projects/1/models/${MODEL}?show=probe&text=${SHORT}&layer=3&head=7`,
  'short-model-probe-long': `#/projects/1/models/${MODEL}?show=probe&text=${LONG}`,
  'short-model-predictions': `#/projects/1/models/attn-only-2l?show=predictions&text=${SHORT}&at=3`,
  'short-model-parameters': `#/projects/1/models/${MODEL}?show=parameters&order=bytes:desc`,
  'short-model-config': `#/projects/1/models/${MODEL}?show=config`,
  'short-model-files': `#/projects/1/models/${MODEL}?show=files`,
  'short-guide': '#/docs/guide',
  'short-guide-chapter': '#/docs/pair-view',
};
/** Of {@link WorkerFixtures.workbenchWithAnalyses}. */
export const ANALYSIS_SCREENS: Screens = {
  ...Object.fromEntries(
    ANALYSES.map(([kind], at) => [`short-${kind}`, `#/projects/1/analyses/${kind}/${at + 1}`]),
  ),
  'short-effects': '#/projects/1/analyses/effects?middle=yes',
  'short-new-effects': '#/projects/1/analyses/effects?form=new',
  'short-head': '#/projects/1/heads-of/attn-only-2l/1/2',
  'short-scores-of-catalogue': '#/projects/1/analyses/catalogue',
  'short-catalogue': '#/projects/1/heads-of/attn-only-2l',
  'short-catalogue-of-two': '#/projects/1/heads-of/attn-only-2l?against=char-en',
  'short-induction-circuit': '#/projects/1/circuits/induction?model=attn-only-2l',
  'short-docs-of-analysis': '#/docs/patterns',
  'short-compare-choose': '#/projects/1/runs/compare',
  'short-compare-sets': '#/projects/1/runs/compare?run=3&with=2&layer=0&head=0',
  'short-compare-models': '#/projects/1/runs/compare?run=2&with=1',
};
