import { describe, expect, test } from 'vitest';
import { parseGuide } from '../../src/guide/parse.ts';

const SMALL = `# Title

What this is, with a {placeholder} that nobody fills.

## No connection {#connection covers="socket/refused socket/missing"}

Nothing listens.

1. See why it stopped:

   \`\`\`bash root distro=debian
   journalctl -u {service}

   echo done
   \`\`\`

   \`\`\`bash root changes distro=rhel runtime=crio
   dnf install {service}
   \`\`\`

2. Think about it.

3. [Restart](#restart)

## Restart {#restart}

Needed after a change.

1. Restart it：

   \`\`\`bash
   restart
   \`\`\`
`;

describe('a well-formed guide', () => {
  const [connection, restart] = parseGuide('small.md', SMALL);

  test('an entry is its heading, its summary and its steps', () => {
    expect(connection).toMatchObject({
      id: 'connection',
      title: 'No connection',
      covers: ['socket/refused', 'socket/missing'],
      summary: 'Nothing listens.',
    });
    expect(restart).toMatchObject({ id: 'restart', covers: [] });
  });

  test('commands keep their lines, and the info string says where they are right', () => {
    expect(connection!.steps[0]).toEqual({
      text: 'See why it stopped',
      commands: [
        {
          shell: 'journalctl -u {service}\n\necho done',
          root: true,
          changes: false,
          when: { distro: 'debian' },
        },
        {
          shell: 'dnf install {service}',
          root: true,
          changes: true,
          when: { distro: 'rhel', runtime: 'crio' },
        },
      ],
    });
  });

  test('a step without a command keeps its text as it is', () => {
    expect(connection!.steps[1]).toEqual({ text: 'Think about it.', commands: [] });
  });

  test('a step that links to an entry becomes its steps', () => {
    expect(connection!.steps.slice(2)).toEqual(restart!.steps);
    expect(restart!.steps[0]!.text).toBe('Restart it');
  });
});

/** A guide of one entry with one step, to put one mistake into. */
const entry = (step: string): string => `## A {#a covers="x/y"}\n\nSummary.\n\n${step}\n`;
const command = (info: string, shell = '   true'): string => entry(`1. Do:\n\n   \`\`\`${info}\n${shell}\n   \`\`\``);

describe.each([
  ['a heading without an id', '# T\n\n## A\n\nS.\n\n1. Do.\n', 3, 'a heading is'],
  ['a heading with a misspelt attribute', '## A {#a cover="x/y"}\n', 1, 'a heading is'],
  ['a code that is none', '## A {#a covers="x/y z"}\n', 1, '"z" is no finding code'],
  ['an empty list of codes', '## A {#a covers=""}\n', 1, '"" is no finding code'],
  ['an entry without a summary', '## A {#a}\n\n1. Do.\n', 3, 'a summary of one line'],
  ['a heading at the end', '## A {#a}\n', 2, 'a summary of one line'],
  ['a placeholder in the summary', '## A {#a}\n\nS {socket}.\n\n1. Do.\n', 3, 'for steps only'],
  ['an entry without steps', '## A {#a}\n\nS.\n\n## B {#b}\n', 4, 'no steps'],
  ['steps that do not count from 1', entry('2. Do.'), 5, 'step 1 is expected'],
  ['a step left out', entry('1. Do.\n3. Do.'), 6, 'step 2 is expected'],
  ['a second paragraph', entry('More.\n\n1. Do.'), 5, 'step 1 is expected'],
  ['a list of another kind', entry('1. Do.\n- Do.'), 6, 'step 2 is expected'],
  ['a heading of another level', entry('1. Do.\n\n### B {#b}'), 7, 'step 2 is expected'],
  ['a block that is not indented', entry('1. Do:\n\n```bash\ntrue\n```'), 7, 'step 2 is expected'],
  ['a block in another language', command('yaml'), 7, 'says bash'],
  ['a block without a language', command(''), 7, 'says bash'],
  ['an unknown word', command('bash sudo'), 7, 'unknown word "sudo"'],
  ['an unknown distribution', command('bash distro=gentoo'), 7, 'unknown word "distro=gentoo"'],
  ['a word twice', command('bash root root'), 7, 'twice'],
  ['two distributions', command('bash distro=rhel distro=debian'), 7, 'one distro'],
  ['two runtimes', command('bash runtime=crio runtime=containerd'), 7, 'one runtime'],
  ['two blanks', command('bash  root'), 7, 'unknown word ""'],
  ['an empty block', command('bash', ''), 7, 'no command'],
  ['a block that is not closed', entry('1. Do:\n\n   ```bash\n   true'), 7, 'not closed'],
  ['a command that is not indented', command('bash', 'true'), 8, 'not indented'],
  ['a placeholder in quotes', command('bash', '   ls "{socket}"'), 7, '{socket} is quoted already'],
  ['a link to nowhere', entry('1. [Do](#b)'), 5, 'no entry has the id b'],
  ['a link with a command', entry('1. [Do](#a)\n\n   ```bash\n   true\n   ```'), 5, 'no command of its own'],
  ['a link to itself', entry('1. [Do](#a)'), 5, 'itself links'],
  ['an id twice', `${entry('1. Do.')}\n## B {#a}\n\nS.\n\n1. Do.\n`, 7, 'a is there twice'],
  ['a code twice', `${entry('1. Do.')}\n## B {#b covers="x/y"}\n\nS.\n\n1. Do.\n`, 7, 'x/y is there twice'],
])('%s', (_, markdown, line, problem) => {
  test('is refused at its line', () => {
    expect(() => parseGuide('guide.md', markdown)).toThrow(`guide.md:${line}: `);
    expect(() => parseGuide('guide.md', markdown)).toThrow(problem);
  });
});

test('a command that no node gets to is refused', () => {
  const blocks = '1. Do:\n\n   ```bash root\n   true\n   ```\n\n   ```bash distro=rhel\n   true\n   ```';
  expect(() => parseGuide('guide.md', entry(blocks))).toThrow('guide.md:11: no node gets to this command');
});
