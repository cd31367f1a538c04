import type { Text } from '../lang.ts';

/**
 * Something that the screen has to do outside of itself. Each is a new object, so that asking for the
 * same again is done again.
 */
export type Errand =
  | { readonly kind: 'copy'; readonly shell: string }
  | { readonly kind: 'write'; readonly path: string }
  | { readonly kind: 'suspend' };

/** What is told for one key press long, in place of the keys. */
export interface Notice {
  readonly text: Text;
  readonly good: boolean;
}

/** The notice that a command of the guide has gone to the terminal, whose clipboard nobody can look into. */
export function copied(shell: string): Notice {
  const [first, ...more] = shell.split('\n');
  const shown = `${first!}${more.length > 0 ? ' …' : ''}`;
  return { good: true, text: { en: `Sent to the clipboard: ${shown}`, zh: `已发送到剪贴板：${shown}` } };
}

export const NOTICES = {
  noClipboard: {
    good: false,
    text: { en: 'This terminal has no clipboard', zh: '此终端没有剪贴板' },
  },
  noCommand: { good: false, text: { en: 'There is no command to copy here', zh: '此处没有可复制的命令' } },
  noEntry: {
    good: false,
    text: { en: 'Nothing to explain: nothing was found here', zh: '此处没有问题，无需说明' },
  },
  notYet: { good: false, text: { en: 'Not yet: checks are still running', zh: '检查尚未结束' } },
} satisfies { readonly [name: string]: Notice };
