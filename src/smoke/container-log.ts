import { MARK } from './script.ts';
import type { Seen } from './step.ts';

/** `2026-11-23T16:23:41.255481133Z stdout F Hello`; P where the line goes on (the kubelet's format, CRI). */
const LINE = /^\S+ (stdout|stderr) ([PF])(?:\S*) ?(.*)$/;

/**
 * What a container printed to stdout, out of its log as the runtime writes it. Under CRI-O warnings of runc
 * stand in it as stderr. cri-dockerd's log is a link to docker's, a JSON object a line.
 */
export function outputIn(log: string): string {
  return log
    .split('\n')
    .map((line) => {
      if (line.startsWith('{')) return ofDocker(line);
      const [, stream, tag, text = ''] = LINE.exec(line) ?? [];
      return stream === 'stdout' ? `${text}${tag === 'P' ? '' : '\n'}` : '';
    })
    .join('');
}

function ofDocker(line: string): string {
  try {
    const { log, stream } = JSON.parse(line) as { log?: unknown; stream?: unknown };
    return stream === 'stdout' && typeof log === 'string' ? log : '';
  } catch {
    return '';
  }
}

/** The parts of what the container printed, by their marks; '' is what stands before the first. */
export function seenIn(output: string): Seen {
  const parts = new Map<string, string>();
  let name = '';
  for (const line of output.split('\n')) {
    if (line.startsWith(MARK)) {
      name = line.slice(MARK.length);
      parts.set(name, '');
    } else parts.set(name, `${parts.get(name) ?? ''}${line}\n`);
  }
  return { output, parts };
}
