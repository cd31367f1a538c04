import { FAULTS, faultNamed } from '../demo/faults.ts';
import { startDemo } from '../demo/demo-node.ts';
import { didYouMean } from '../options/nearest.ts';
import type { CommandLine } from '../options/parse.ts';
import { UsageError } from '../options/usage-error.ts';
import { examineWith } from './check.ts';
import type { Session } from './session.ts';

/** `crane-doctor demo`: the checks on a simulated node, healthy or with a fault; nothing of this machine is looked at. */
export async function demo(line: CommandLine, session: Session): Promise<number> {
  if (line.flag('list')) {
    const width = Math.max(...FAULTS.map(({ name }) => name.length)) + 2;
    await session.print(FAULTS.map(({ name, summary }) => `${name.padEnd(width)}${summary[session.lang]}\n`).join(''));
    return 0;
  }
  const name = line.value('fault');
  const fault = name === undefined ? undefined : faultNamed(name);
  if (name !== undefined && fault === undefined) {
    const hint = didYouMean(
      name,
      FAULTS.map((known) => known.name),
    );
    const en = hint.en || '; crane-doctor demo --list shows them all';
    const zh = hint.zh || '；crane-doctor demo --list 列出全部故障';
    throw new UsageError({ en: `no fault is called ${name}${en}`, zh: `没有名为 ${name} 的故障${zh}` });
  }
  const node = await startDemo(fault);
  try {
    // Its registries are looked at as though `--registry` had named them.
    return await examineWith(node.host, line, session, (asked) => ({
      ...asked,
      options: { ...asked.options, registries: [...asked.options.registries, ...node.registries] },
    }));
  } finally {
    await node.remove();
  }
}
