import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineProcess, type SpawnedProcess } from './engine-process.ts';
import type { ToEngine } from './messages.ts';
import { EngineSupervisor } from './supervisor.ts';

/** A process that answers `open` as told, and ends when asked to or when the test says so. */
class FakeProcess implements SpawnedProcess<never> {
  readonly received: ToEngine['type'][] = [];
  killed = false;
  readonly #answer: object | null;
  #onMessage: (message: unknown) => void = () => undefined;
  #onExit: (code: number | null) => void = () => undefined;

  constructor(answer: object | null) {
    this.#answer = answer;
  }

  post(message: ToEngine): void {
    this.received.push(message.type);
    if (message.type === 'open' && this.#answer) queueMicrotask(() => this.#onMessage(this.#answer));
    if (message.type === 'close') queueMicrotask(() => this.end(0));
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }
  onExit(listener: (code: number | null) => void): void {
    this.#onExit = listener;
  }
  kill(): void {
    this.killed = true;
    this.end(null);
  }
  end(code: number | null): void {
    this.#onExit(code);
  }
}

const READY = { type: 'ready' };

describe('EngineSupervisor', () => {
  let spawned: FakeProcess[];
  let said: string[];
  let supervisor: EngineSupervisor<never>;
  const last = (): FakeProcess => spawned.at(-1) ?? expect.unreachable('nothing was spawned');

  beforeEach(() => {
    spawned = [];
    said = [];
    supervisor = supervising(READY);
  });

  function supervising(answer: object | null): EngineSupervisor<never> {
    return new EngineSupervisor(
      () => {
        const fake = new FakeProcess(answer);
        spawned.push(fake);
        return EngineProcess.open(fake, { shell: 'browser' });
      },
      (text) => said.push(text),
    );
  }

  it('starts one engine for everybody who asks', async () => {
    const [first, second] = await Promise.all([supervisor.get(), supervisor.get()]);
    expect(first).toBe(second);
    expect(spawned).toHaveLength(1);
    expect(last().received).toEqual(['open']);
  });

  it('starts another one after a crash, and says so', async () => {
    await supervisor.get();
    last().end(139);
    await vi.waitFor(() => expect(said).toHaveLength(1));
    expect(said[0]).toContain('exit code 139');
    await supervisor.get();
    expect(spawned).toHaveLength(2);
  });

  it('leaves an engine down that crashed three times within a minute', async () => {
    for (let crash = 1; crash <= 3; crash++) {
      await supervisor.get();
      last().end(1);
      await vi.waitFor(() => expect(said).toHaveLength(crash));
    }
    await expect(supervisor.get()).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(spawned).toHaveLength(3);
  });

  it('passes on why the engine could not be opened, and tries anew when asked again', async () => {
    supervisor = supervising({ type: 'failed', code: 'STORE_BUSY', message: 'busy', details: { pid: 7 } });
    await expect(supervisor.get()).rejects.toMatchObject({ code: 'STORE_BUSY', details: { pid: 7 } });
    expect(last().killed).toBe(true);
    await expect(supervisor.get()).rejects.toMatchObject({ code: 'STORE_BUSY' });
    expect(spawned).toHaveLength(2);
  });

  it('says when the process ends before it answered', async () => {
    supervisor = supervising(null);
    const starting = supervisor.get();
    last().end(127);
    await expect(starting).rejects.toThrow('exit code 127');
  });

  it('has the engine close its store, says nothing of that exit, and starts none afterwards', async () => {
    await supervisor.get();
    await supervisor.close();
    expect(last().received).toEqual(['open', 'close']);
    expect(last().killed).toBe(false);
    expect(said).toEqual([]);
    await expect(supervisor.get()).rejects.toMatchObject({ message: 'Pairlens is closing.' });
  });
});
