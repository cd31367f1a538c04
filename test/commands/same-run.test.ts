import { expect, test } from 'vitest';
import { asRootLine, reportLine } from '../../src/commands/same-run.ts';

test('where sudo finds the program, by its name; else with Node and the file by their paths', () => {
  expect(asRootLine([], ['/usr/bin/node', '/usr/local/bin/crane-doctor'])).toBe('sudo crane-doctor');
  expect(asRootLine([], ['/opt/node/bin/node', '/usr/local/bin/crane-doctor'])).toBe(
    'sudo /opt/node/bin/node /usr/local/bin/crane-doctor',
  );
  expect(asRootLine(['check'], ['/usr/bin/node', '/home/me/crane doctor.cjs'])).toBe(
    "sudo /usr/bin/node '/home/me/crane doctor.cjs' check",
  );
});

test('an executable of its own needs no Node', () => {
  expect(asRootLine(['--json'], ['/usr/bin/crane-doctor'])).toBe('sudo crane-doctor --json');
  expect(asRootLine(['--json'], ['/srv/tools/crane-doctor'])).toBe('sudo /srv/tools/crane-doctor --json');
});

test('the words of the call are kept, quoted where a shell needs it', () => {
  const words = ['-c', '/etc/my config.yaml', '--only=runtime,cni', '--lang', 'zh', "--image=it's"];
  expect(asRootLine(words, ['/usr/bin/node', '/usr/bin/crane-doctor'])).toBe(
    "sudo crane-doctor -c '/etc/my config.yaml' --only=runtime,cni --lang zh --'image=it'\\''s'",
  );
});

test('there is none where a word cannot be pasted', () => {
  expect(asRootLine(['-c', '/tmp/a\u001bb'], ['/usr/bin/crane-doctor'])).toBeNull();
});

test('the line for the whole report looks at the same, whatever was asked for', () => {
  expect(reportLine([])).toBe('crane-doctor --json');
  expect(reportLine(['check', '--tui', '--from', 'my cn07.tar.gz', '--only', 'runtime'])).toBe(
    "crane-doctor check --from 'my cn07.tar.gz' --only runtime --json",
  );
  expect(reportLine(['--root', '/tmp/a\u001bb'])).toBeNull();
});
