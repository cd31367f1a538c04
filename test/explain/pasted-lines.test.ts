import { expect, test } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { explain } from '../../src/explain/explain.ts';

const REFUSED =
  'Failed to run pod sandbox: [gRPC:14] failed to connect to all addresses; last error: UNKNOWN: unix:/run/containerd/containerd.sock: Connection refused';
const LINE = `[E 26-07-02 09:49:46.123 CriClient.cpp:273][default] ${REFUSED}`;

const certain = (text: string): readonly string[] =>
  explain(text, CHECKS).flatMap((one) => (one.certain ? [one.id] : []));

test.each([
  ['in its log', LINE],
  ['behind the prefix of the journal', `Jul 02 09:49:46 cn07 csupervisor[4711]: ${LINE}`],
  ['in colours', LINE.replace('Failed', '\u001b[31mFailed\u001b[0m').replace('refused', '\u001b[1mrefused\u001b[0m')],
  ['with the line ends of Windows', `before\r\n${LINE}\r\nafter\r\n`],
  ['wrapped by a mail', `> ${REFUSED.replaceAll(/(.{1,40}) /g, '$1\n> ')}`],
  ['wrapped and indented', REFUSED.replaceAll(/(.{1,40}) /g, '$1\n    ')],
  ['cut by a terminal', LINE.replaceAll(/(.{80})/g, '$1\n')],
  ['from a web page', LINE.replaceAll(' ', '\u00a0')],
  ['in a code block', `\`\`\`\n${LINE}\n\`\`\``],
])('a message is known %s', (_, text) => {
  expect(certain(text)).toContain('socket-refused');
});

test('lines of two records are not put together', () => {
  const [one, other] = ['Container.SubId.UidMappings must be', 'a non-empty sequence.'];
  const head = '[E 26-07-02 09:49:46.123 Craned.cpp:403][default] ';
  expect(certain(`${one}\n${other}`)).toEqual(['subid-not-a-sequence']);
  expect(certain(`${head}${one}\n${head}${other}`)).toEqual([]);
});
