import type { ConfigReading } from './reading.ts';

/**
 * What `--role auto` takes this machine for (design: Roles): in `Nodes` it computes, else it is the
 * control machine where ControlMachine names it, else it should compute and config-cluster says so.
 * craned compares gethostname() verbatim, so nothing is shortened here.
 */
export function roleOf(reading: ConfigReading, hostname: string): 'compute' | 'control' {
  if (reading.cluster.nodes?.includes(hostname)) return 'compute';
  return reading.cluster.controlMachine === hostname ? 'control' : 'compute';
}
