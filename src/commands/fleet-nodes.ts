import { hostListSurprises, parseHostList } from '../config/host-list.ts';
import type { ConfigReading } from '../config/reading.ts';
import { isHostName } from '../fleet/host-name.ts';
import type { NotAsked } from '../fleet/fleet.ts';
import type { FleetRequest } from '../options/fleet-request.ts';
import { UsageError } from '../options/usage-error.ts';

/** The nodes of a list that was written on the command line, by craned's rules (facts: ParseHostList). */
function listed(option: string, text: string): readonly string[] {
  const read = parseHostList(text);
  if ('fault' in read)
    throw new UsageError(
      read.fault === 'too-many'
        ? { en: `${option} ${text}: more than 100,000 nodes`, zh: `${option} ${text}：超过 100,000 个节点` }
        : {
            en: `${option} ${text}: that is no host list (cn[01-10],gpu1)`,
            zh: `${option} ${text}：不是节点列表（cn[01-10],gpu1）`,
          },
    );
  const { literal, descending } = hostListSurprises(text);
  const [odd] = [...literal, ...descending];
  if (odd !== undefined)
    throw new UsageError({
      en: `${option} ${odd}: for CraneSched that is ${literal.includes(odd) ? 'one host of this very name' : 'no host at all'}`,
      zh: `${option} ${odd}：在鹤思中这${literal.includes(odd) ? '是一个同名的主机' : '不代表任何主机'}`,
    });
  const wrong = read.hosts.find((name) => !isHostName(name));
  if (wrong !== undefined) {
    // As pdsh and ssh have it.
    const user = /^([a-z_][a-z0-9_-]*)@./i.exec(wrong)?.[1];
    const hint =
      user === undefined
        ? { en: '', zh: '' }
        : {
            en: `; another user goes into ~/.ssh/config (Host …, User ${user})`,
            zh: `；其他用户请写入 ~/.ssh/config（Host …、User ${user}）`,
          };
    throw new UsageError({
      en: `${option} ${wrong}: that is no host name${hint.en}`,
      zh: `${option} ${wrong}：不是主机名${hint.zh}`,
    });
  }
  return read.hosts;
}

function fromConfig({ partitions, all }: FleetRequest, reading: ConfigReading): readonly string[] {
  const { cluster, path } = reading;
  if (!all && partitions.length === 0) return [];
  if (!reading.file.ok || cluster.nodes === null)
    throw new UsageError({
      en: `${all ? '-a' : '-p'}: ${path} has no Nodes that can be read`,
      zh: `${all ? '-a' : '-p'}：无法从 ${path} 读取 Nodes`,
    });
  return [
    ...(all ? cluster.nodes : []),
    ...partitions
      .flatMap((names) => names.split(','))
      .flatMap((wanted) => {
        const partition = cluster.partitions?.find(({ name }) => name === wanted);
        if (partition) return partition.nodes;
        const known = cluster.partitions?.map(({ name }) => name).join(', ') ?? '';
        throw new UsageError({
          en: `-p ${wanted}: there is no such partition in ${path} (${known})`,
          zh: `-p ${wanted}：${path} 中没有此分区（${known}）`,
        });
      }),
  ];
}

export interface NodesAsked {
  readonly nodes: readonly string[];
  /** Those of the configuration that no launcher could be given. */
  readonly notAsked: NotAsked;
  /** Left out by `-x`, and not among the nodes anyway: as often a slip as a list that many runs share. */
  readonly outsiders: readonly string[];
}

/** The nodes that a request is about. */
export function nodesOf(request: FleetRequest, reading: ConfigReading): NodesAsked {
  const out = new Set(request.exclude.flatMap((text) => listed('-x', text)));
  const named = new Set([...request.lists.flatMap((text) => listed('-w', text)), ...fromConfig(request, reading)]);
  const wanted = [...named].filter((name) => !out.has(name));
  if (wanted.length === 0) throw new UsageError({ en: 'no node is left to ask', zh: '没有要检查的节点' });
  const why = {
    reason: 'unreachable',
    detail: { en: 'that is no host name', zh: '不是合法的主机名' },
  } as const;
  return {
    outsiders: [...out].filter((name) => !named.has(name)),
    nodes: wanted.filter(isHostName),
    notAsked: new Map(wanted.filter((name) => !isHostName(name)).map((name) => [name, why])),
  };
}
