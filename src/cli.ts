/*
 * The entry: as thin as can be. The hidden first word makes this process a file child of the live
 * host (host/file-child/file-child.ts), which must start quickly and needs nothing else. `process.exit` at the
 * end: nothing that a check has left behind (a silent socket, a hung child) keeps the process alive.
 * No top-level await: the bundle is CommonJS.
 */
if (process.argv[2] === '__file-child') {
  void import('./host/file-child/file-child.ts').then(({ runFileChild }) => runFileChild());
} else {
  void import('./commands/main.ts').then(async ({ main }) => process.exit(await main(process.argv.slice(2))));
}
