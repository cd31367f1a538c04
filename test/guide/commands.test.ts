import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { remedyFor } from '../../src/guide/resolve.ts';

/* Commands of the guide that edit a file, run on files of the test's own. */

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'guide-commands-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const run = (shell: string): string => execFileSync('/bin/bash', ['-c', shell], { encoding: 'utf8', cwd: directory, stdio: 'pipe' });

/** The command of a remedy that has a word in it. */
function commandWith(code: string, word: string, values: Record<string, string> = {}): string {
  const steps = remedyFor(code, values, { distro: 'rhel', runtime: 'containerd' }, 'en')!.steps;
  return steps.map(({ command }) => command ?? '').find((command) => command.includes(word))!;
}

describe('CRI is enabled in containerd', () => {
  const edited = (command: string, before: string): string => {
    const file = join(directory, 'config.toml');
    writeFileSync(file, before);
    run(command.replace('/etc/containerd/config.toml', file));
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(before);
    return readFileSync(file, 'utf8');
  };

  test.each([
    ['disabled_plugins = ["cri"]\n', 'disabled_plugins = []\n'],
    ['version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n', 'version = 2\ndisabled_plugins = []\n'],
    ['disabled_plugins=[ "cri" ] # Docker\n', 'disabled_plugins=[] # Docker\n'],
    ['disabled_plugins = ["other"]\n', 'disabled_plugins = ["other"]\n'],
    ['#disabled_plugins = ["cri"]\n', '#disabled_plugins = ["cri"]\n'],
  ])('%j', (before, after) => {
    expect(edited(commandWith('runtime-version/unimplemented', 'sed -i'), before)).toBe(after);
  });

  test("in the file that Docker's package brings, right after it is installed", () => {
    const install = commandWith('runtime-installed/none', 'sed -i').split('&&').at(-1)!;
    expect(edited(install, 'disabled_plugins = ["cri"]\n')).toBe('disabled_plugins = []\n');
  });
});

describe('a configuration in GB18030', () => {
  test('is found, converted beside the original, and replaced with a copy kept', () => {
    const config = join(directory, 'my config.yaml');
    const gbk = Buffer.from([...Buffer.from('ClusterName: a # '), 0xb6, 0xaf, 0x0a]);
    writeFileSync(config, gbk);
    const [find, convert, replace] = ['> /dev/null', 'GB18030', 'cp -p'].map((word) =>
      commandWith('config-file/not-utf8', word, { config }),
    );
    expect(() => run(find!)).toThrow();
    expect(() => run(convert!)).toThrow(expect.objectContaining({ status: 1, stdout: expect.stringContaining('动') as string }) as Error);
    expect(readFileSync(config)).toEqual(gbk);
    run(replace!);
    expect(readFileSync(config, 'utf8')).toBe('ClusterName: a # 动\n');
    expect(readFileSync(`${config}.bak`)).toEqual(gbk);
    expect(() => run(find!)).not.toThrow();
  });
});

describe('the keys of a configuration', () => {
  const CONFIG = 'ControlMachine: ctl\nNodes:\n  - name: cn[01-10]\n    cpu: 4\nPartitions:\n  - name: CPU\n    nodes: cn[01-10]\nContainer:\n\tEnabled: true\n  RuntimeEndpoint: /run/x.sock\n';

  test.each([
    ['config-cluster/hostname-not-in-nodes', 'hostname;', ['2:Nodes:', '3:  - name: cn[01-10]', '5:Partitions:', '6:  - name: CPU', '7:    nodes: cn[01-10]']],
    ['config-cluster/partitions-missing', 'grep', ['1:ControlMachine: ctl', '2:Nodes:', '5:Partitions:', '8:Container:']],
    ['config-file/syntax', 'grep -nP', ['9:\tEnabled: true']],
    ['runtime-installed/other-runtime-present', 'grep', ['10:  RuntimeEndpoint: /run/x.sock']],
  ])('that %s asks for are shown with their lines', (code, word, lines) => {
    const config = join(directory, "it's config.yaml");
    writeFileSync(config, CONFIG);
    const output = run(commandWith(code, word, { config })).trimEnd().split('\n');
    expect(output.slice(-lines.length)).toEqual(lines);
  });
});
