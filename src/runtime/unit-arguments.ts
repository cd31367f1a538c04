import type { Host } from '../host/host.ts';

/**
 * The command line with which systemd starts a unit (`containerd.service`), or null where there is no
 * systemd, no such unit, or nobody to ask. Variables in it (`$CRIO_CONFIG_OPTIONS`) stay as they are.
 */
export async function unitArguments(host: Host, unit: string): Promise<readonly string[] | null> {
  // Where process 1 is something else, systemctl could only say so: a process that is started for nothing.
  const identity = await host.ask('identity', {});
  if (identity.ok && identity.value.init !== null && identity.value.init !== 'systemd') return null;
  const args = ['show', unit, '--no-pager', '--property=ExecStart'];
  const shown = await host.ask('command', { file: 'systemctl', args });
  if (!shown.ok || shown.value.exitCode !== 0) return null;
  // `ExecStart={ path=/usr/bin/containerd ; argv[]=/usr/bin/containerd --config /x ; ignore_errors=no ; … }`
  const match = /^ExecStart=\{.*? argv\[\]=(.*?) ; /m.exec(shown.value.stdout);
  return match ? match[1]!.split(/\s+/).filter(Boolean) : null;
}

/** The value of an option of a command line, as `--config X` or `--config=X`; the last one counts. */
export function optionOf(args: readonly string[] | null, ...names: readonly string[]): string | undefined {
  let value: string | undefined;
  (args ?? []).forEach((word, index) => {
    for (const name of names) {
      if (word === name) value = args![index + 1];
      else if (word.startsWith(`${name}=`)) value = word.slice(name.length + 1);
    }
  });
  return value;
}
