import { writeFile } from 'node:fs/promises';
import { notices } from './package/notices.ts';

/* `npm run prepack` and `build:packages`: dist/NOTICES, the licences of what is in the bundle. */

await writeFile(new URL('../dist/NOTICES', import.meta.url), await notices());
