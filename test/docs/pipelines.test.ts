import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BUNDLE, NODE } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { documented } from '../support/documented.ts';
import { CONTAINER, makeNodeImage } from '../support/node-image.ts';

/* The shell lines of the documented pipelines, run as their systems run them, in a repository as they expect it. */

const PAGES = ['pipelines.md', 'pipelines.zh.md'];
/** crictl's form of the endpoint, which craned cannot use. */
const MISTAKE = 'Enabled: true\n  RuntimeEndpoint: unix:///run/containerd/containerd.sock';

interface Step {
  readonly run?: string;
  readonly if?: string;
}
interface GithubFile {
  readonly jobs: { readonly configuration: { readonly env: Record<string, string>; readonly steps: readonly Step[] } };
}
interface GitlabJob {
  readonly script: readonly string[];
  readonly artifacts: { readonly paths?: readonly string[]; readonly reports?: { readonly junit: string } };
}

let cleanup: Cleanup;
beforeEach(() => {
  cleanup = new Cleanup();
});
afterEach(() => cleanup.run());

/** A repository with this Container section in its config.yaml, and with a node image. */
function repository(container: string): string {
  const directory = temporaryDirectory(cleanup);
  mkdirSync(join(directory, 'tools'));
  copyFileSync(BUNDLE, join(directory, 'tools/crane-doctor.cjs'));
  cpSync(makeNodeImage(cleanup, container), join(directory, 'image'), { recursive: true });
  mkdirSync(join(directory, 'image/usr/bin'));
  writeFileSync(join(directory, 'image/usr/bin/containerd'), '', { mode: 0o755 });
  copyFileSync(join(directory, 'image/etc/crane/config.yaml'), join(directory, 'config.yaml'));
  return directory;
}

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

function shell(cwd: string, args: readonly string[], env: Record<string, string> = {}): Ran {
  const given = { PATH: `${dirname(NODE)}:/usr/bin:/bin`, LANG: 'C.UTF-8', CI: 'true', ...env };
  const { status, stdout, stderr } = spawnSync('bash', args, {
    cwd,
    env: given,
    encoding: 'utf8',
    // Bash takes a socket for rshd's, and reads ~/.bashrc.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, output: stdout + stderr };
}

/** As a runner of GitHub does: each `run` in a file of its own, the rest skipped after a failure unless `if: always()`. */
function github(page: string, cwd: string): { readonly runs: readonly Ran[]; readonly summary: string } {
  const { env, steps } = (parse(documented(page, 'github')) as GithubFile).jobs.configuration;
  const summary = join(cwd, 'summary.md');
  appendFileSync(summary, '');
  const runs: Ran[] = [];
  for (const { run, if: condition } of steps) {
    if (run === undefined || (runs.some(({ status }) => status !== 0) && condition !== 'always()')) continue;
    writeFileSync(join(cwd, 'step.sh'), run);
    const given = { ...env, GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd, GITHUB_STEP_SUMMARY: summary };
    runs.push(shell(cwd, ['-e', 'step.sh'], given));
  }
  return { runs, summary: readFileSync(summary, 'utf8') };
}

/** As a runner of GitLab does: a job's lines one after the other until one fails. */
function gitlab(page: string, job: string, cwd: string): Ran & { readonly made: readonly string[] } {
  const { script, artifacts } = (parse(documented(page, 'gitlab')) as Record<string, GitlabJob>)[job]!;
  const ran = shell(cwd, ['-e', '-o', 'pipefail', '-c', script.join('\n')]);
  const files = [...(artifacts.paths ?? []), ...(artifacts.reports ? [artifacts.reports.junit] : [])];
  expect(files.filter((file) => !existsSync(join(cwd, file)))).toEqual([]);
  return { ...ran, made: files.map((file) => readFileSync(join(cwd, file), 'utf8')) };
}

describe.each(PAGES)('%s: GitHub Actions', (page) => {
  test('passes a configuration without a mistake', () => {
    const { runs, summary } = github(page, repository(CONTAINER));
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(runs.map(({ output }) => output).join('')).not.toMatch(/^::(error|warning)/m);
    expect(summary).not.toBe('');
  });

  test('annotates the line of a mistake, and has the summary and the SARIF of it all the same', () => {
    const cwd = repository(MISTAKE);
    const { runs, summary } = github(page, cwd);
    expect(runs.map(({ status }) => status)).toEqual([1, 0, 0]);
    expect(runs[0]!.output).toMatch(/^::error file=config\.yaml,line=13,/m);
    expect(summary).toContain('config-endpoints/scheme');
    const sarif = JSON.parse(readFileSync(join(cwd, 'crane-doctor.sarif'), 'utf8')) as {
      runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
    };
    expect(sarif.runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('config.yaml');
  });
});

describe.each(PAGES)('%s: GitLab CI', (page) => {
  test('passes without a mistake, with what it promises to leave', () => {
    const cwd = repository(CONTAINER);
    const [configuration, image] = ['configuration', 'node-image'].map((job) => gitlab(page, job, cwd));
    expect([configuration!.status, configuration!.output]).toEqual([0, '']);
    expect(configuration!.made[0]).toMatch(/^<\?xml/);
    expect(image!.status, image!.output).toBe(0);
    expect(image!.made[0]).toMatch(/^<!doctype html>/i);
  });

  test('fails with a mistake, and leaves what shows it', () => {
    const cwd = repository(MISTAKE);
    const [configuration, image] = ['configuration', 'node-image'].map((job) => gitlab(page, job, cwd));
    expect([configuration!.status, image!.status]).toEqual([1, 1]);
    expect(configuration!.made[0]).toContain('config-endpoints/scheme');
    expect(image!.made[0]).toContain('config-endpoints/scheme');
  });

  test('does not pass where there is nothing to look at', () => {
    const cwd = repository(CONTAINER);
    rmSync(join(cwd, 'config.yaml'));
    expect(gitlab(page, 'configuration', cwd)).toMatchObject({ status: 1 });
  });
});
