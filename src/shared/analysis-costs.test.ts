import { describe, expect, it } from 'vitest';
import { type AnalysisPace, forecastAnalysis, type PlannedWork } from './analysis-costs.ts';

const pace = (parts: Partial<AnalysisPace>): AnalysisPace => ({
  id: 1,
  weightsHash: 'a',
  parameters: 100,
  subject: 'pairs',
  options: { margin: 0.1, seed: 0 },
  size: 10,
  seconds: 20,
  asked: 'auto',
  device: 'cpu',
  bytes: 3000,
  ...parts,
});
const planned: PlannedWork = {
  weightsHash: 'a',
  parameters: 100,
  subject: 'pairs',
  options: { margin: 0.1, seed: 7 },
  size: 50,
  unit: 'pairs',
  on: 'auto',
};

describe('what an analysis will take', () => {
  it('is what the latest three of the same weights and options took, the one in their middle, by the number of pairs', () => {
    const latest = [
      pace({ id: 4, seconds: 80 }),
      pace({ id: 3 }),
      pace({ id: 2, size: 5 }),
      pace({ id: 1, seconds: 1 }),
    ];
    // 400, 100 and 200 s for 50 pairs; the oldest, which was the fastest, says nothing any more.
    expect(forecastAnalysis(planned, latest)).toEqual({
      duration: { seconds: 200, isRough: true },
      bytes: 30_000,
      judgedBy: 2,
      unlike: 'size',
    });
    expect(forecastAnalysis(planned, latest.slice(0, 2))?.judgedBy).toBe(4);
    expect(forecastAnalysis({ ...planned, size: 20 }, [pace({})])).toEqual({
      duration: { seconds: 40, isRough: false },
      bytes: 6000,
      judgedBy: 1,
      unlike: null,
    });
  });

  it('is rough where options were others, and rougher where the model was', () => {
    const other = pace({ options: { margin: 1 } });
    expect(forecastAnalysis(planned, [other])).toMatchObject({
      duration: { seconds: 100, isRough: true },
      bytes: null,
      unlike: 'options',
    });
    expect(forecastAnalysis(planned, [pace({ weightsHash: 'b', parameters: 50 })])).toEqual({
      duration: { seconds: 200, isRough: true },
      bytes: null,
      judgedBy: 1,
      unlike: 'model',
    });
  });

  it('goes with how many are drawn, where none are given', () => {
    const drawn = { subject: 'model', size: null } as const;
    const before = pace({ ...drawn, options: { sequences: 100 } });
    const now = { ...planned, ...drawn, unit: 'sequences', options: { sequences: 25 } };
    expect(forecastAnalysis(now, [before])).toMatchObject({ duration: { seconds: 5, isRough: true } });
    // Of heads, there are as many as before.
    expect(forecastAnalysis({ ...now, unit: 'heads' }, [before])?.duration.seconds).toBe(20);
  });

  it('is judged by what the same device took', () => {
    const onCpu = pace({ id: 1, seconds: 90, asked: 'cpu' });
    const onGpu = pace({ id: 2, seconds: 9, device: 'webgpu' });
    expect(forecastAnalysis({ ...planned, on: 'cpu' }, [onGpu, onCpu])?.judgedBy).toBe(1);
    expect(forecastAnalysis({ ...planned, on: 'auto' }, [onGpu, onCpu])?.judgedBy).toBe(2);
    expect(forecastAnalysis({ ...planned, on: 'webgpu' }, [onCpu])).toBeNull();
  });

  it('is not known where nothing of the kind was made of such a subject', () => {
    expect(forecastAnalysis(planned, [])).toBeNull();
    expect(forecastAnalysis(planned, [pace({ subject: 'texts' })])).toBeNull();
    expect(forecastAnalysis(planned, [pace({ weightsHash: 'b', parameters: 0 })])).toBeNull();
  });
});
