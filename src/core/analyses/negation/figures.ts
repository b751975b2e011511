import { figureDrawings } from '../../figures/figure-drawing.ts';
import { negationLabelsFigure } from './labels-figure.ts';
import { negationProfileFigure } from './profile-figure.ts';
import { negationQuestionFigure } from './question-figure.ts';

export const NEGATION_FIGURES = figureDrawings({
  'negation-profile': negationProfileFigure,
  'negation-labels': negationLabelsFigure,
  'negation-question': negationQuestionFigure,
});
