import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createTar, parseTar } from 'nanotar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startCriServer } from '../../src/demo/cri-server.ts';
import { recordingOf } from '../cri/recordings.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { runCheck, runProgram } from '../support/program.ts';
import type { Report } from '../support/report-schema.ts';

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

/** What a report says, without how long it took, and without the hash of a configuration whose secrets are gone. */
function said(report: Report): unknown {
  const config = { ...report.subject.config, hash: '' };
  return {
    ...report,
    durationMs: 0,
    subject: { ...report.subject, config },
    checks: report.checks.map((check) => ({ ...check, durationMs: 0 })),
  };
}

interface Made {
  readonly path: string;
  readonly live: Report;
  readonly printed: string;
}

/** A bundle of a node with a recorded runtime and secrets in its configuration, and the live report. */
async function makeBundle(more: readonly string[] = []): Promise<Made> {
  const directory = temporaryDirectory(cleanup);
  const socket = join(directory, 'containerd.sock');
  const server = await startCriServer({ socket, recording: recordingOf('containerd-2.2.4') });
  cleanup.defer(() => server.close());
  const secrets = 'DbPassword: s3cret\nPlugin:\n  Url: "http://anna:s3cret@db.test/"\n';
  const { config } = makeCraneNode(cleanup, { socket, edit: (text) => `${text}${secrets}` });
  const path = join(directory, 'node.tar.gz');
  const args = ['-c', config, '--offline', ...more];
  const made = await runProgram(['bundle', '-o', path, ...args]);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const { report } = await runCheck(args);
  await server.close();
  return { path, live: report, printed: made.stdout };
}

function entriesOf(path: string): Map<string, Uint8Array> {
  const items = parseTar(new Uint8Array(gunzipSync(readFileSync(path))));
  return new Map(items.map(({ name, data = new Uint8Array() }) => [name, data]));
}

describe('a bundle', () => {
  test('gives the report of its node, wherever it is looked at', async () => {
    const { path, live } = await makeBundle(['--skip', 'base-dir']);
    const { report, code } = await runCheck(['--from', path]);
    expect(said({ ...report, startedAt: live.startedAt })).toEqual(said(live));
    expect(code).toBe((await runCheck(['--from', path, '--lang', 'zh'])).code);
    // What was left out cannot be asked for afterwards.
    const more = await runCheck(['--from', path, '--only', 'base-dir', '--skip', 'registry']);
    expect(more.report.checks.find(({ id }) => id === 'base-dir')).toMatchObject({ status: 'unknown' });
  });

  test('has no secret, says what was taken out, and only its owner reads it', async () => {
    const { path, printed } = await makeBundle();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const entries = entriesOf(path);
    for (const [name, data] of entries) expect(Buffer.from(data).toString(), name).not.toContain('s3cret');
    const manifest = JSON.parse(Buffer.from(entries.get('manifest.json')!).toString()) as {
      redactions: { kind: string; where: string }[];
    };
    const kinds = manifest.redactions.filter(({ where }) => where.endsWith('config.yaml')).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['secret', 'url-password']);
    expect(printed).toMatch(/Secrets that were taken out\n(?: .*\n)* {2}secret ×1 {2}readFile .*config\.yaml/);
    expect([...entries.keys()]).toEqual(expect.arrayContaining(['report.txt', 'report.json', 'answers.ndjson']));
    expect(Buffer.from(entries.get('files/001-config.yaml')!).toString()).toContain('RuntimeEndpoint');
  });

  test('can be looked at before it is made', async () => {
    const directory = temporaryDirectory(cleanup);
    const path = join(directory, 'node.tar.gz');
    const run = await runProgram(['bundle', '--dry-run', '-o', path, '--root', directory]);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('answers.ndjson') as string });
    expect(() => statSync(path)).toThrow('ENOENT');
    expect((await runProgram(['bundle', '--root', directory])).stderr).toContain('bundle needs -o FILE.tar.gz');
  });
});

describe('a file that is no bundle', () => {
  /** The same bundle with other entries. */
  function changed(path: string, change: (entries: Map<string, Uint8Array>) => void): Buffer {
    const entries = entriesOf(path);
    change(entries);
    return gzipSync(createTar([...entries].map(([name, data]) => ({ name, data }))));
  }
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);

  test('is refused with the reason, and nothing of it is written', async () => {
    const { path } = await makeBundle();
    const whole = readFileSync(path);
    const cases: readonly (readonly [Buffer, string])[] = [
      [Buffer.from('no archive\n'), 'it is no bundle (not gzip)'],
      [whole.subarray(0, whole.length / 2), 'it is truncated'],
      [gzipSync('x'.repeat(2_000)), 'it is no bundle'],
      [gzipSync(Buffer.alloc(600 * 1024 * 1024)), 'it is too large'],
      [changed(path, (all) => all.set('../../evil', text('x'))), 'which is no part of it'],
      [changed(path, (all) => all.set('report.txt', text('other'))), 'report.txt was changed or is damaged'],
      [changed(path, (all) => all.delete('answers.ndjson')), 'answers.ndjson is missing in it'],
      [changed(path, (all) => all.delete('manifest.json')), 'no manifest.json'],
      [
        changed(path, (all) => all.set('manifest.json', text('{"format":"crane-doctor-bundle","version":9}'))),
        'form 9',
      ],
    ];
    for (const [bytes, reason] of cases) {
      const file = join(temporaryDirectory(cleanup), 'other.tar.gz');
      writeFileSync(file, bytes);
      const run = await runProgram(['check', '--from', file]);
      expect(run.stderr).toContain(`--from ${file}: `);
      expect(run.stderr).toContain(reason);
      expect(run.code).toBe(2);
    }
  });
});
