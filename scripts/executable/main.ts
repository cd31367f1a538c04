import { getRawAsset } from 'node:sea';
import { compilePart, isData, partLoader } from './part-loader.ts';
import { DamagedPart, readPart, type Index } from './stored-parts.ts';

/*
 * The main script of the single executable. All of the program is in two assets, the parts' sources and
 * V8's code caches of them, which are read where they lie in the executable: nothing is unpacked.
 */

/** What the build puts in: where each part is, and the one that runs first. */
declare const INDEX: Index;
declare const FIRST: string;

const asset = (name: string): Buffer => Buffer.from(getRawAsset(name));
const sources = asset('sources');
const caches = asset('caches');

const load = partLoader((name) => {
  const part = whole(name);
  if (part && isData(name)) return { data: JSON.parse(part.source) as Record<string, unknown> };
  return part && compilePart(name, part.source, part.cache);
}, require);

/**
 * A part, unless it has been damaged: copied by hand from node to node, and broken on the way. That ends the
 * program whoever asks for the part, as most ask in an `import()` whose errors they answer themselves; it is
 * said after the screen, if one is open, has given the terminal back.
 */
function whole(name: string): ReturnType<typeof readPart> {
  try {
    return readPart(INDEX, sources, caches, name);
  } catch (error) {
    if (!(error instanceof DamagedPart)) throw error;
    const words = `this executable is damaged (${error.message}): copy it again, and compare its SHA-256`;
    process.once('exit', () => process.stderr.write(`crane-doctor: ${words}\n`));
    process.exit(70);
  }
}

process.on('uncaughtException', (error) => {
  // While the screen is open it takes care itself.
  if (process.listenerCount('uncaughtException') > 1) return;
  process.stderr.write(`crane-doctor: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(70);
});
load(FIRST);
