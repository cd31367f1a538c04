import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the types of proto/cri.proto into a directory. The options are those with which
 * src/cri/codec.ts decodes, so that the types tell the truth about its objects.
 */
export function generateCriTypes(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  const options = ['--keepCase', '--longs=String', '--enums=String', '--defaults', '--importFileExtension=.ts'];
  execFileSync(
    process.execPath,
    [
      'node_modules/@grpc/proto-loader/build/bin/proto-loader-gen-types.js',
      ...options,
      `--outDir=${directory}`,
      'proto/cri.proto',
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generateCriTypes(`${ROOT}src/cri/generated`);
