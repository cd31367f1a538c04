import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import buildOnce from '../test/support/build-once.ts';
import { pictureOf, PICTURES } from './pictures.ts';

/* `npm run screens`: the pictures of the README, from real runs of the built program. */

const directory = fileURLToPath(new URL('../docs/images', import.meta.url));
await buildOnce();
await mkdir(directory, { recursive: true });
for (const picture of PICTURES) await writeFile(`${directory}/${picture.name}.svg`, await pictureOf(picture));
