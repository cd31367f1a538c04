import { bundleProgram } from './bundle.ts';

/* `npm run build`: dist/crane-doctor.cjs. */

await bundleProgram('src/cli.ts', 'dist/crane-doctor.cjs');
