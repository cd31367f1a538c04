/*
 * The entry: as thin as can be. The hidden first words make this process a child of the doctor: one that
 * looks at files for the live host (host/file-child/file-child.ts), or one that asks a name server out of a
 * pod's network (host/resolver/name-server-child.ts); these must start quickly and need nothing else.
 * `process.exit` at the end: nothing that a check has left behind (a silent socket, a hung child) keeps the
 * process alive. No top-level await: the bundle is CommonJS.
 */
const [, , first, ...rest] = process.argv;
if (first === '__file-child') {
  void import('./host/file-child/file-child.ts').then(({ runFileChild }) => runFileChild());
} else if (first === '__name-server') {
  void import('./host/resolver/name-server-child.ts').then(({ runNameServerChild }) => runNameServerChild(rest));
} else {
  void import('./commands/main.ts').then(async ({ main }) => process.exit(await main(process.argv.slice(2))));
}
