import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BUNDLE, NODE, ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { documented } from '../support/documented.ts';
import { makeNamespaces } from '../support/namespaces.ts';
import { describeWith } from '../support/needs.ts';
import { promtoolProgram } from '../support/promtool.ts';
import { isReport } from '../support/report-schema.ts';

/* What the pages and share/ hand out, by those who read it: Ansible, systemd, Prometheus, shellcheck. */

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describeWith(['root', 'namespaces', 'ansible-playbook'], 'the playbook', () => {
  /** Plays it on a node with this configuration, in namespaces where crane-doctor is installed. */
  async function play(
    page: string,
    edit: (config: string) => string,
    option = '',
  ): Promise<{ readonly status: number | null; readonly output: string; readonly report: unknown }> {
    const directory = temporaryDirectory(cleanup);
    const bin = join(directory, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'crane-doctor'), `#!/bin/sh\nexec ${NODE} ${BUNDLE} "$@" ${option}\n`, { mode: 0o755 });
    const node = makeCraneNode(cleanup, { socket: join(directory, 'none.sock'), hostname: 'cn07', edit });
    const config = readFileSync(node.config, 'utf8');
    const { enter } = await makeNamespaces(cleanup, { hostname: 'cn07', etc: { '/etc/crane/config.yaml': config } });
    writeFileSync(join(directory, 'play.yaml'), documented(page, 'ansible'));
    const [file = '', ...into] = enter;
    // /var/tmp is the node's own, as /usr/local/bin is.
    const mounts = `mkdir "$0/tmp" && mount --bind "$0/bin" /usr/local/bin && mount --bind "$0/tmp" /var/tmp`;
    const line = `${mounts} && exec ansible-playbook -i cn07, -c local "$0/play.yaml"`;
    const env = {
      PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: directory,
      LANG: 'C.UTF-8',
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_LOCALHOST_WARNING: '0',
    };
    const { status, stdout, stderr } = spawnSync(file, [...into, 'sh', '-c', line, directory], {
      env,
      encoding: 'utf8',
    });
    const report: unknown = JSON.parse(readFileSync(join(directory, 'tmp/crane-doctor.json'), 'utf8'));
    return { status, output: stdout + stderr, report };
  }

  test.each(['pipelines.md', 'pipelines.zh.md'])(
    'of %s is content with a node on which nothing is wrong',
    async (page) => {
      const { status, output, report } = await play(page, (config) =>
        config.replace('Enabled: true', 'Enabled: false'),
      );
      expect(output).toMatch(/cn07 +: ok=4 +changed=1 .*failed=0/);
      expect(status).toBe(0);
      expect(isReport(report)).toBe(true);
    },
  );

  test.each(['pipelines.md', 'pipelines.zh.md'])(
    'of %s fails with the reasons, and the report is on the node',
    async (page) => {
      const { status, output, report } = await play(page, (config) => config);
      expect(output).toMatch(/"msg": ".*none\.sock/);
      expect(status).not.toBe(0);
      expect(report).toMatchObject({ verdict: 'fail' });
    },
  );

  test('tells why nothing was run', async () => {
    const { status, output, report } = await play('pipelines.md', (config) => config, '--fail-on soon');
    expect(status).not.toBe(0);
    expect(output).toMatch(/"msg": "--fail-on: soon is none of/);
    expect(report).toMatchObject({ error: { kind: 'usage' } });
  });
});

describeWith(['systemd-analyze'], 'the units', () => {
  test('are what systemd takes', () => {
    const directory = temporaryDirectory(cleanup);
    const units = ['service', 'timer'].map((kind) => {
      const name = `crane-doctor-metrics.${kind}`;
      copyFileSync(join(ROOT, 'share', name), join(directory, name));
      return join(directory, name);
    });
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], {
      encoding: 'utf8',
    });
    const about = (stdout + stderr).split('\n').filter((line) => line.includes('crane-doctor'));
    expect({ status, about }).toEqual({ status: 0, about: [] });
  });
});

describeWith(['promtool'], 'metrics', () => {
  test('are written by the service into the directory, replaced, and readable for node_exporter', () => {
    const directory = temporaryDirectory(cleanup);
    const unit = readFileSync(join(ROOT, 'share/crane-doctor-metrics.service'), 'utf8');
    const [, line = ''] = /^ExecStart=\/usr\/bin\/env (.*)$/m.exec(unit) ?? [];
    const [, successes = ''] = /^SuccessExitStatus=(.*)$/m.exec(unit) ?? [];
    writeFileSync(join(directory, 'crane-doctor'), `#!/bin/sh\nexec ${NODE} ${BUNDLE} "$@"\n`, { mode: 0o755 });
    for (let run = 0; run < 2; run++) {
      const env = { PATH: `${directory}:/usr/bin:/bin`, TEXTFILES: directory };
      const { status, stdout, stderr } = spawnSync('sh', ['-c', `${line} -c /nonexistent/config.yaml`], {
        env,
        encoding: 'utf8',
      });
      expect([0, ...successes.split(' ').map(Number)]).toContain(status);
      expect(stdout + stderr).toBe('');
    }
    const metrics = readFileSync(join(directory, 'crane-doctor.prom'), 'utf8');
    expect(metrics).toContain(
      'crane_doctor_findings{check="config-file",code="config-file/missing",severity="error"} 1',
    );
    const checked = spawnSync(promtoolProgram()!, ['check', 'metrics'], { input: metrics, encoding: 'utf8' });
    expect([checked.status, checked.stdout, checked.stderr]).toEqual([0, '', '']);
  });

  test.each(['health-check.md', 'health-check.zh.md'])('have the names that the rules of %s ask for', (page) => {
    const rules = documented(page, 'alerts');
    const file = join(temporaryDirectory(cleanup), 'rules.yaml');
    writeFileSync(file, rules);
    const { status, stderr } = spawnSync(promtoolProgram()!, ['check', 'rules', file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const { groups } = parse(rules) as { groups: { rules: { expr: string }[] }[] };
    const asked = groups.flatMap((group) => group.rules.flatMap(({ expr }) => expr.match(/crane_doctor_\w+/g) ?? []));
    const { stdout } = spawnSync(NODE, [BUNDLE, 'demo', '--fault', 'stale-socket', '-f', 'prometheus'], {
      encoding: 'utf8',
    });
    for (const name of asked) expect(stdout).toContain(`# TYPE ${name} gauge`);
    expect(asked.length).toBeGreaterThan(1);
  });
});

describeWith(['shellcheck'], 'the wrapper', () => {
  test('is a script that any sh runs', () => {
    const { stdout, status } = spawnSync('shellcheck', ['--shell=sh', join(ROOT, 'share/crane-doctor-healthcheck')], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });
});
