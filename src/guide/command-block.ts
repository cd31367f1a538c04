import type { GuideCommand, When } from './entry.ts';
import type { Lines } from './lines.ts';
import { quotedPlaceholder } from './placeholders.ts';

const INDENT = '   ';
const FENCE = `${INDENT}\`\`\``;

/**
 * The fenced commands below a step, indented as the step's text is. The info string says what a command is:
 * `bash`, then `root` (needs root), `changes` (changes the node), `distro=debian|rhel` and `runtime=ID`.
 */
export function commandsAt(lines: Lines): readonly GuideCommand[] {
  const commands: GuideCommand[] = [];
  while (lines.peekText()?.startsWith(FENCE)) {
    const last = commands.at(-1)?.when;
    if (last && last.distro === undefined && last.runtime === undefined) {
      throw lines.wrong('no node gets to this command: the one before it fits every node', lines.number);
    }
    commands.push(commandAt(lines));
  }
  return commands;
}

function commandAt(lines: Lines): GuideCommand {
  const opening = lines.number;
  const information = informationOf(lines, lines.take()!.slice(FENCE.length));
  const shell: string[] = [];
  for (;;) {
    const line = lines.take();
    if (line === undefined) throw lines.wrong('the block is not closed', opening);
    if (line === FENCE) break;
    if (line !== '' && !line.startsWith(INDENT)) throw lines.wrong('the command is not indented as its step');
    shell.push(line.slice(INDENT.length));
  }
  const text = shell.join('\n');
  if (text.trim() === '') throw lines.wrong('the block has no command', opening);
  const quoted = quotedPlaceholder(text);
  if (quoted !== null) throw lines.wrong(`{${quoted}} is quoted already; its value brings its own quotes`, opening);
  return { shell: text, ...information };
}

function informationOf(lines: Lines, info: string): Omit<GuideCommand, 'shell'> {
  const [language, ...words] = info.split(' ');
  if (language !== 'bash') throw lines.wrong(`a command's block says bash, not "${info}"`);
  if (new Set(words).size !== words.length) throw lines.wrong('a word is there twice');
  let when: When = {};
  for (const word of words) {
    const [key, value = ''] = word.split('=');
    if (word === 'distro=debian' || word === 'distro=rhel') {
      if (when.distro) throw lines.wrong('one distro at most');
      when = { ...when, distro: value as 'debian' | 'rhel' };
    } else if (key === 'runtime' && /^[a-z][a-z-]*$/.test(value)) {
      if (when.runtime) throw lines.wrong('one runtime at most');
      when = { ...when, runtime: value };
    } else if (word !== 'root' && word !== 'changes') throw lines.wrong(`unknown word "${word}"`);
  }
  return { root: words.includes('root'), changes: words.includes('changes'), when };
}
