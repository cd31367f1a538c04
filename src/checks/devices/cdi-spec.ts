import { isCdiName } from '../../config/cdi-name.ts';
import type { Json } from '../../json.ts';

/** A CDI spec, as far as names go: `vendor/class`, and the devices of it. */
export interface CdiSpec {
  readonly kind: string;
  readonly devices: readonly string[];
}

/** Why a runtime passes over a spec file; `detail` is a key, a name, or the parser's words. */
export interface SpecFault {
  readonly rule: 'syntax' | 'not-a-file' | 'not-a-mapping' | 'version' | 'kind' | 'no-devices' | 'device' | 'duplicate';
  readonly detail: string;
  readonly line: number;
  readonly column: number;
}

/** Text of YAML with more aliases than that is made to eat memory. */
const MAX_ALIASES = 100;

/** Measured: YAML that is made to be slow takes 13 µs a character, 3 s for as much; a spec of eight GPUs has 100 kB. */
const MAX_YAML = 256 * 1024;

/**
 * A spec file's text by the rules of the CDI library (pkg/cdi, spec.go: ParseSpec and validate), which reads JSON
 * as the YAML that it is. `too-large` is YAML that would take too long. A number as a device's name is its text, as for the library. What a device does to
 * a container is not looked at.
 */
export async function parseCdiSpec(text: string): Promise<CdiSpec | SpecFault | 'too-large'> {
  const read = await valueOf(text);
  if (read === 'too-large' || 'rule' in read) return read;
  const root = mapping(read.value);
  if (!root) return fault('not-a-mapping');
  const version = scalar(root['cdiVersion']);
  if (!/^v?\d+\.\d+\.\d+/.test(version)) return fault('version', version);
  const kind = scalar(root['kind']);
  if (!isCdiName(`${kind}=x`)) return fault('kind', kind);
  const written = root['devices'];
  if (!Array.isArray(written) || written.length === 0) return fault('no-devices');
  const devices = new Set<string>();
  for (const entry of written as readonly Json[]) {
    const name = scalar(mapping(entry)?.['name']);
    if (!isCdiName(`${kind}=${name}`)) return fault('device', name);
    if (devices.has(name)) return fault('duplicate', name);
    devices.add(name);
  }
  return { kind, devices: [...devices] };
}

/** JSON is read as JSON, which is quick; YAML by the npm package, which is loaded only now. */
async function valueOf(text: string): Promise<{ readonly value: Json } | SpecFault | 'too-large'> {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    if (text.length > MAX_YAML) return 'too-large';
  }
  const { LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  try {
    // Both are quadratic: comparing keys, and drawing the place of every error.
    const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
    const [error] = document.errors;
    if (!error) return { value: document.toJS({ maxAliasCount: MAX_ALIASES }) as Json };
    const { line, col } = lineCounter.linePos(error.pos[0]);
    return { rule: 'syntax', detail: error.message, line, column: col };
  } catch (cause) {
    // Too many aliases, or nested deeper than the stack.
    return fault('syntax', cause instanceof Error ? cause.message : '');
  }
}

function mapping(value: Json | undefined): { readonly [key: string]: Json } | null {
  const isMapping = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isMapping ? (value as { readonly [key: string]: Json }) : null;
}

function scalar(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A fault without a place. */
export function fault(rule: SpecFault['rule'], detail = ''): SpecFault {
  return { rule, detail, line: 0, column: 0 };
}
