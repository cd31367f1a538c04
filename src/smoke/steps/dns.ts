import { oneLine } from '../../checks/look/one-line.ts';
import type { Finding } from '../../checks/finding.ts';
import { askCri, infoValue } from '../../cri/ask-cri.ts';
import { selfCommand } from '../../host/file-child/self-command.ts';
import type { ServerView } from '../../host/questions.ts';
import { NAME_SERVER_CHILD } from '../../host/resolver/name-server-child.ts';
import { ipFamily } from '../../registry/ip-address.ts';
import { found, notSeen } from '../findings.ts';
import { serversIn } from '../seen.ts';
import type { Step, StepContext } from '../step.ts';
import { SAID_NOTHING } from './looks.ts';

/** The process of the sandbox, as containerd and CRI-O tell it in a verbose status; null where they do not. */
async function sandboxPid({ host, p, reached }: StepContext): Promise<number | null> {
  const asked = { pod_sandbox_id: reached.podId ?? '', verbose: true };
  const status = await askCri(host, p.runtimeSocket, 'RuntimeService', 'PodSandboxStatus', asked);
  const info = status.ok ? infoValue(status.value.info, 'info') : null;
  const pid = info !== null && typeof info === 'object' && 'pid' in info ? info['pid'] : null;
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 1 ? pid : null;
}

/** What a server says when it is asked from where the pod is; any answer of its own will do, also that there is no such name. */
async function silence(context: StepContext, pid: number, server: string): Promise<Finding | null> {
  const { host, p } = context;
  const child = selfCommand(NAME_SERVER_CHILD, server, p.dns.clusterDomain);
  const args = [`--net=/proc/${pid}/ns/net`, '--', ...child];
  const ran = await host.ask('command', { file: 'nsenter', args });
  if (!ran.ok) return notSeen(server, ran.error);
  let view: ServerView;
  try {
    view = JSON.parse(ran.value.stdout) as ServerView;
  } catch {
    return notSeen(server, { code: 'EIO', message: oneLine(ran.value.stderr || ran.value.stdout, 200) });
  }
  const code = 'code' in view ? view.code : '';
  // Answers of the server itself: NXDOMAIN, no data, SERVFAIL, REFUSED.
  if (['', 'ENOTFOUND', 'ENODATA', 'ESERVFAIL', 'EREFUSED', 'ENOTIMP', 'EFORMERR'].includes(code)) return null;
  return found('dns-silent', { servers: server, reason: code }, { target: server });
}

/** Whether the container's name servers are those of the configuration, and answer from the network of the pod. */
export const dns: Step = {
  name: 'dns',
  title: { en: "name servers, from the pod's network", zh: '域名服务器（从 Pod 网络访问）' },
  deadlineMs: null,
  kind: 'look',
  async run(context) {
    const { p, reached } = context;
    const { seen } = reached;
    if (!seen?.output) return { skipped: SAID_NOTHING };
    const servers = serversIn(seen.parts.get('resolv.conf') ?? '').filter((server) => ipFamily(server) !== 0);
    const note = servers.join(', ');
    const expected = p.dns.servers.join(', ');
    if (note !== expected) return { findings: [found('dns-not-as-asked', { seen: note, expected })] };
    const loopback = p.network === 'pod' ? servers.filter((server) => /^127\./.test(server) || server === '::1') : [];
    const others = servers.filter((server) => !loopback.includes(server));
    const pid = p.network === 'pod' ? await sandboxPid(context) : process.pid;
    if (pid === null && others.length > 0) {
      const why = { code: 'ENODATA', message: "the runtime does not tell the sandbox's process" };
      return { note, findings: [notSeen(others.join(', '), why)] };
    }
    const silent = await Promise.all(others.map((server) => silence(context, pid!, server)));
    return {
      note,
      findings: [
        ...(loopback.length > 0 ? [found('dns-loopback', { servers: loopback.join(', ') })] : []),
        ...silent.filter((finding) => finding !== null),
      ],
    };
  },
};
