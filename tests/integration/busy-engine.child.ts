/** The tiny engine, busy as soon as it has taken a connection: what a page says at once lies there unread for a while. */
process.on('message', ({ type }: { readonly type: string }) => {
  if (type !== 'upgrade') return;
  setImmediate(() => {
    for (const end = performance.now() + 300; performance.now() < end;);
  });
});

await import('../fixtures/tiny-engine/process.ts');

export {};
