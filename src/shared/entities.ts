/** The things that the store holds, as every process sees them. Schemas are the source; types derive from them. */
export { id, metricName, timestamp } from './entities/fields.ts';
export * from './entities/projects.ts';
export * from './entities/imports.ts';
export * from './entities/sets.ts';
export * from './entities/pairs.ts';
export * from './entities/models.ts';
export * from './entities/runs.ts';
export * from './entities/results.ts';
export * from './entities/pair-detail.ts';
export * from './entities/flags.ts';
export * from './entities/statistics.ts';
export * from './entities/figure-choices.ts';
