import { existsSync, readFileSync } from 'node:fs';

import { afterAll, expect, test } from 'vitest';

import { Cleanup } from '../support/cleanup.ts';
import { startContainerd } from '../support/containerd.ts';
import { makeCraneNode } from '../support/crane-node.ts';
import { describeWith } from '../support/needs.ts';
import { runCheck } from '../support/program.ts';
import { checkOf } from '../support/report-reading.ts';

const GRES = `    gres:
      - name: gpu
        type: test
        DeviceFileList: [/dev/null]
        DeviceCDIList: ["crane-doctor-test.example/gpu=0"]
`;

const withGres = (config: string): string => config.replace('    memory: 4G\n', `    memory: 4G\n${GRES}`);

describeWith(['root', 'containerd-1.7'], 'CDI and containerd 1.7', () => {
  const cleanup = new Cleanup();
  afterAll(() => cleanup.run());

  test('has it off by itself, and the machine has no spec of the kind', async () => {
    const { socket } = await startContainerd(cleanup, { version: '1.7' });
    const { config } = makeCraneNode(cleanup, { socket, edit: withGres });
    expect(readFileSync(config, 'utf8')).toContain('DeviceCDIList');
    expect(existsSync('/etc/cdi/crane-doctor-test.json')).toBe(false);
    const { report, code } = await runCheck(['-c', config, '--offline', '--only', 'cdi-specs']);
    const { findings, observed } = checkOf(report, 'cdi-specs');
    expect(findings.map((finding) => finding.code)).toEqual(['cdi-specs/disabled', 'cdi-specs/spec-missing']);
    expect(observed).toMatchObject({ specDirs: ['/etc/cdi', '/var/run/cdi'], cdiEnabled: false });
    expect(code).toBe(1);
  });

  test('without a runtime the files are looked at all the same', async () => {
    const { config } = makeCraneNode(cleanup, { socket: '/run/crane-doctor-test/none.sock', edit: withGres });
    const { report } = await runCheck(['-c', config, '--offline', '--only', 'cdi-specs']);
    expect(checkOf(report, 'cdi-specs').findings.map((finding) => finding.code)).toEqual(['cdi-specs/spec-missing']);
  });
});
