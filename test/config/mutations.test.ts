import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { entriesOf } from '../../src/config/walk.ts';
import { parseConfig } from '../../src/config/read-config.ts';
import type { ConfigReading, Span } from '../../src/config/reading.ts';
import { treeHost } from '../../src/host/tree.ts';
import { codeFrame } from '../../src/report/code-frame.ts';
import { runCheck } from '../checks/run-check.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/config/${name}.yaml`, import.meta.url));

/** Managed subordinate ids, devices and a health check are in neither fixture. */
const MORE = `
HealthCheck: { Program: /usr/sbin/health, Interval: 60, NodeState: "idle,alloc" }
Nodes:
  - name: gpu[01-02]
    cpu: 8
    memory: 16G
    gres:
      - { name: gpu, type: a100, DeviceFileRegex: "/dev/nvidia[0-1]", DeviceCDIRegex: "vendor.example/gpu=[0-1]" }
Supervisor: &s
Partitions: [{ name: GPU, nodes: ALL }]
Container:
  Enabled: yes
  RuntimeEndpoint: /run/x.sock
  SubId:
    Managed: true
    UidMappings:
      - { Id: 1000, IdCount: 0x10, SubIdStart: 100000, SubIdSize: 65536 }
      - { Id: 2000, IdCount: 010, SubIdStart: 90000000, SubIdSize: 1 }
    GidMappings:
      - *s
`;

const STARTS = [fixture('healthy'), fixture('ten-mistakes'), Buffer.from(MORE)];

const FRAGMENTS = [
  '\t',
  '  ',
  '\n',
  '\r',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '#',
  '&a',
  '*a',
  '!t',
  '|',
  '>',
  '%',
  '鹤',
  '\0',
  '---\n',
  '\\',
];

/** One change at a place of the file: some bytes cut out, something put in. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(40),
  put: fc.oneof(
    fc.constantFrom(...FRAGMENTS).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 4 }),
  ),
});

function changed(start: Uint8Array, changes: readonly { at: number; cut: number; put: Uint8Array }[]): Uint8Array {
  return changes.reduce<Uint8Array>((bytes, { at, cut, put }) => {
    const from = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + cut)]);
  }, start);
}

/** Every place that the reading tells of. */
function spansOf(reading: ConfigReading): (Span | null)[] {
  const entries = reading.root ? [...entriesOf(reading.root)] : [];
  return [
    ...reading.stops.map(({ span }) => span),
    ...entries.flatMap(({ entry }) => [entry.keySpan, entry.value.span]),
    reading.notUtf8,
    reading.nextDocument,
  ];
}

/** Those of these places that are outside of the text. */
function outside(text: string, spans: readonly (Span | null | undefined)[]): Span[] {
  const lengths = text.split('\n').map((line) => Array.from(line).length);
  return spans.flatMap((span) => {
    if (!span) return [];
    const length = lengths[span.line - 1];
    return length !== undefined && span.column >= 1 && span.column <= length + 1 ? [] : [span];
  });
}

const mutated = fc
  .tuple(fc.constantFrom(...STARTS), fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([start, changes]) => changed(start, changes));

const read = (bytes: Uint8Array): ConfigReading => parseConfig(bytes, { path: '/c', supervisorExists: () => true });

describe('a file with a few changes', () => {
  it('is read without an exception, and every place is inside of it', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        const reading = read(bytes);
        expect(reading.outcome === 'starts').toBe(reading.stops.length === 0);
        expect(outside(reading.text!, spansOf(reading))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is judged by every check of the group without an exception, with words for each finding and a place inside', async () => {
    const root = mkdtempSync(join(tmpdir(), 'crane-mutations-'));
    const host = treeHost(root);
    const checks = CHECKS.filter(({ group }) => group === 'config');
    const runs = checks.map(({ id }) => id);
    try {
      await fc.assert(
        fc.asyncProperty(mutated, async (bytes) => {
          const config = read(bytes);
          for (const check of checks) {
            const { findings } = await runCheck(check, { host, config, runs });
            const places = findings.map(({ location }) => location);
            expect(outside(config.text!, places)).toEqual([]);
            for (const place of places) if (place) codeFrame(config.text!, place);
          }
        }),
        { numRuns: 400 },
      );
    } finally {
      host.close();
      rmSync(root, { recursive: true, force: true });
    }
  });
});
