/** The engine process: what Electron starts as a utility process and the server as a child process. */
import { openEngine } from './engine.ts';
import { createRouter } from './handlers.ts';
import { serveEngine } from './process/serve.ts';
import { shellOfThisProcess } from './process/shell.ts';
import { loadTransformers } from './tokenizers/tokenizer.ts';

serveEngine(shellOfThisProcess(), async (options) => {
  await loadTransformers();
  const engine = await openEngine(options);
  return { router: createRouter(engine), close: () => engine.close() };
});
