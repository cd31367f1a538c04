import type { Lang } from '../../lang.ts';
import { visible } from '../visible.ts';
import type { Planned } from './schema.ts';

/** What would be sent, for people: each call with its request as JSON. */
export function dryRunText({ node, calls }: Planned, lang: Lang): string {
  const zh = lang === 'zh';
  const blocks = calls.flatMap(({ step, call, socket, deadlineMs, request }) => {
    const where = socket === null ? '' : zh ? `，发送到 ${socket}` : ` to ${socket}`;
    const limit = deadlineMs === null ? '' : zh ? `，限 ${deadlineMs / 1000} 秒` : `, within ${deadlineMs / 1000} s`;
    // What CreateContainer repeats of the pod is shown once.
    const shown = (key: string, value: unknown): unknown => (key === 'sandbox_config' ? '(as above)' : value);
    const text = JSON.stringify(request, shown, 2)
      .split('\n')
      .map((line) => `  ${visible(line)}`);
    return [`${step}: ${call}${visible(where)}${limit}`, ...text, ''];
  });
  const head = zh
    ? `将在 ${visible(node)} 上进行（--dry-run：未做任何改变）`
    : `On ${visible(node)} (--dry-run: nothing is changed)`;
  return [head, '', ...blocks].join('\n');
}
