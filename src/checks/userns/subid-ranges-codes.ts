import { code, type Codes } from '../check.ts';

/** What can be wrong with a file of subordinate ids, in words. */
const PROBLEMS = {
  malformed: {
    en: (lines: string) => `libsubid passes over line ${lines}: not three fields (name:start:count)`,
    zh: (lines: string) => `libsubid 会跳过第 ${lines} 行：不是“名称:起始:数量”三个字段`,
  },
  'no-final-newline': {
    en: () =>
      'the last line has no newline, so that the next entry which is appended is glued to it; craned appends while SubId.Managed is on',
    zh: () => '最后一行没有换行符，之后追加的条目会与该行连在一起；SubId.Managed 启用时 craned 会追加条目',
  },
  symlink: {
    en: () => 'it is a symlink, which neither libsubid nor craned follows: as good as empty',
    zh: () => '它是符号链接，libsubid 与 craned 都不会跟随，等同于空文件',
  },
  'not-a-file': {
    en: () => 'it is no regular file',
    zh: () => '它不是普通文件',
  },
} as const;

const list = (words: readonly string[], none: string): string => (words.length === 0 ? none : words.join(', '));

/** The codes of subid-ranges. Ranges are texts in the arguments (`100000–165535`): libsubid's have 64 bits. */
export const SUBID_RANGES_CODES = {
  mismatch: code<{
    account: string;
    expectedUids: string;
    expectedGids: string;
    foundUids: readonly string[];
    foundGids: readonly string[];
  }>({
    severity: 'error',
    summary: {
      en: "An account has other subordinate ids than craned's table gives it: its container jobs fail",
      zh: '账号已有的从属 ID 与 craned 映射表不一致，其容器作业将失败',
    },
    message: {
      en: ({ account, expectedUids, expectedGids, foundUids, foundGids }) =>
        `${account} has the subordinate uids ${list(foundUids, '(none)')} and gids ${list(foundGids, '(none)')}; csupervisor wants exactly uids ${expectedUids} and gids ${expectedGids}, or none of either: its container jobs fail with SubId mismatch`,
      zh: ({ account, expectedUids, expectedGids, foundUids, foundGids }) =>
        `${account} 已有从属 uid ${list(foundUids, '（无）')}、从属 gid ${list(foundGids, '（无）')}；csupervisor 要求恰好为 uid ${expectedUids}、gid ${expectedGids}，或两者皆无：其容器作业会因 SubId mismatch 失败`,
    },
  }),
  'over-32-bit': code<{ account: string; ranges: readonly string[] }>({
    severity: 'error',
    summary: {
      en: "An account's subordinate ids reach beyond 32 bits: its container jobs fail",
      zh: '账号的从属 ID 超出 32 位，其容器作业将失败',
    },
    message: {
      en: ({ account, ranges }) =>
        `The subordinate ids of ${account} reach beyond 4294967295 (${ranges.join(', ')}): csupervisor refuses its container jobs`,
      zh: ({ account, ranges }) =>
        `${account} 的从属 ID 超出 4294967295（${ranges.join('、')}）：csupervisor 会拒绝其容器作业`,
    },
  }),
  missing: code<{ account: string; uid: number; subuid: boolean; subgid: boolean }>({
    severity: ['warning', 'info'],
    summary: {
      en: 'An account has no subordinate ids: its container jobs with user namespaces fail',
      zh: '账号没有从属 ID，其使用用户命名空间的容器作业将失败',
    },
    message: {
      en: ({ account, uid, subuid, subgid }) =>
        `${account} (uid ${uid}) has no range of subordinate ${subuid ? 'gids' : subgid ? 'uids' : 'uids and gids'}: its container jobs with user namespaces fail (subuid: ${subuid ? 'present' : 'missing'}, subgid: ${subgid ? 'present' : 'missing'})`,
      zh: ({ account, uid, subuid, subgid }) =>
        `${account}（uid ${uid}）没有从属 ${subuid ? 'gid' : subgid ? 'uid' : 'uid 与 gid'} 范围：其使用用户命名空间的容器作业会失败（subuid: ${subuid ? 'present' : 'missing'}, subgid: ${subgid ? 'present' : 'missing'}）`,
    },
  }),
  'no-ranges': code<{ files: readonly string[] }>({
    severity: 'info',
    summary: { en: 'No account at all has subordinate ids', zh: '没有任何账号拥有从属 ID' },
    message: {
      en: ({ files }) =>
        `Neither ${files.join(' nor ')} gives anybody a range, and SubId.Managed is off: container jobs with user namespaces fail`,
      zh: ({ files }) =>
        `${files.join(' 与 ')} 未给任何账号分配范围，且未启用 SubId.Managed：使用用户命名空间的容器作业会失败`,
    },
  }),
  'not-covered': code<{ account: string; ids: readonly string[]; tables: readonly string[] }>({
    severity: ['warning', 'info'],
    summary: {
      en: "craned's table of subordinate ids does not have an account: its container jobs fail",
      zh: 'craned 的从属 ID 映射表未包含某个账号，其容器作业将失败',
    },
    message: {
      en: ({ account, ids, tables }) =>
        `${tables.join(' and ')} ${tables.length === 1 ? 'does' : 'do'} not have ${ids.join(', ')} of ${account}: its container jobs with user namespaces fail`,
      zh: ({ account, ids, tables }) =>
        `${tables.join('、')} 未包含 ${account} 的 ${ids.join('、')}：其使用用户命名空间的容器作业会失败`,
    },
  }),
  'unknown-user': code<{ user: string }>({
    severity: 'warning',
    summary: { en: 'An account is not known on this node', zh: '本节点上没有某个账号' },
    message: {
      en: ({ user }) => `This node knows no account ${user}: csupervisor does not start its jobs`,
      zh: ({ user }) => `本节点上没有账号 ${user}：csupervisor 无法启动其作业`,
    },
  }),
  'file-format': code<{ file: string; problems: readonly (keyof typeof PROBLEMS)[]; lines: string }>({
    severity: 'warning',
    summary: { en: 'A file of subordinate ids is not well formed', zh: '从属 ID 文件格式有误' },
    message: {
      en: ({ file, problems, lines }) =>
        `${file}: ${problems.map((problem) => PROBLEMS[problem].en(lines)).join('; ')}`,
      zh: ({ file, problems, lines }) =>
        `${file}：${problems.map((problem) => PROBLEMS[problem].zh(lines)).join('；')}`,
    },
  }),
  'not-writable': code<{ file: string; mount: string }>({
    severity: 'warning',
    summary: {
      en: 'craned cannot add the subordinate ids that it manages',
      zh: 'craned 无法写入由其托管的从属 ID',
    },
    message: {
      en: ({ file, mount }) =>
        `craned cannot append to ${file}: ${mount} is mounted read-only. Container jobs of accounts without an entry fail`,
      zh: ({ file, mount }) => `craned 无法向 ${file} 追加：${mount} 以只读方式挂载。尚无条目的账号，其容器作业会失败`,
    },
  }),
  'source-not-files': code<{ source: string }>({
    severity: 'warning',
    summary: {
      en: 'libsubid does not go by the files that craned writes its managed ids to',
      zh: 'libsubid 不以 craned 写入托管从属 ID 的文件为准',
    },
    message: {
      en: ({ source }) =>
        `nsswitch.conf has subid: ${source}, and craned appends to /etc/subuid and /etc/subgid: libsubid does not see what is new there, and jobs fail with SubId verification failed after allocation`,
      zh: ({ source }) =>
        `nsswitch.conf 写有 subid: ${source}，而 craned 追加到 /etc/subuid 与 /etc/subgid：libsubid 看不到新增的条目，作业会因 SubId verification failed after allocation 失败`,
    },
  }),
  'small-range': code<{ owner: string; counts: readonly string[] }>({
    severity: 'warning',
    summary: {
      en: 'A range of fewer than 65536 subordinate ids: images with other users fail',
      zh: '从属 ID 范围少于 65536 个，含其他用户的镜像会失败',
    },
    message: {
      en: ({ owner, counts }) =>
        `${owner} has fewer than 65536 subordinate ids in its first range, the only one that is used (${counts.join(', ')}): images with users or groups beyond that fail`,
      zh: ({ owner, counts }) =>
        `${owner} 的第一个范围（仅使用该范围）不足 65536 个从属 ID（${counts.join('、')}）：包含更大用户或组 ID 的镜像会失败`,
    },
  }),
  'several-ranges': code<{ account: string; used: readonly string[] }>({
    severity: 'info',
    summary: { en: 'Only the first of several ranges is used', zh: '多个范围中仅使用第一个' },
    message: {
      en: ({ account, used }) =>
        `${account} has several ranges of subordinate ids; only the first is used: ${used.join(', ')}`,
      zh: ({ account, used }) => `${account} 有多个从属 ID 范围，仅使用第一个：${used.join('、')}`,
    },
  }),
  'start-below-id': code<{ account: string; starts: readonly string[] }>({
    severity: 'warning',
    summary: {
      en: 'Subordinate ids below the id of their account: bindfs before 1.17.6 cannot map them',
      zh: '从属 ID 小于账号自身的 ID：1.17.6 之前的 bindfs 无法映射',
    },
    message: {
      en: ({ account, starts }) =>
        `The subordinate ids of ${account} start below its own (${starts.join(', ')}): the offset for bindfs wraps around in 32 bits, which bindfs before 1.17.6 refuses`,
      zh: ({ account, starts }) =>
        `${account} 的从属 ID 小于其自身的 ID（${starts.join('、')}）：传给 bindfs 的偏移量会按 32 位回绕，1.17.6 之前的 bindfs 不接受`,
    },
  }),
  'group-missing': code<{ account: string; gid: number }>({
    severity: 'warning',
    summary: {
      en: "An account's primary group has no entry: BindFs mounts of its steps fail",
      zh: '账号的主组没有条目，其作业步的 BindFs 挂载会失败',
    },
    message: {
      en: ({ account, gid }) =>
        `The primary group of ${account}, gid ${gid}, has no name on this node: csupervisor makes no BindFs mount without it (Failed to get group name for gid), and steps with user namespaces and volumes fail`,
      zh: ({ account, gid }) =>
        `${account} 的主组 gid ${gid} 在本节点上没有名称：csupervisor 缺少组名便无法建立 BindFs 挂载（Failed to get group name for gid），使用用户命名空间与卷的作业步会失败`,
    },
  }),
  'shared-ids': code<{ kind: 'uid' | 'gid'; holders: readonly string[]; more: number }>({
    severity: 'warning',
    summary: {
      en: 'Accounts share ids of the host, and in their containers can get at what is the other’s',
      zh: '多个账号共用宿主机上的 ID，在各自的容器中可以访问对方的文件',
    },
    message: {
      en: ({ kind, holders, more }) =>
        `The same ${kind}s of the host belong to several accounts (${holders.join(', ')}${more === 0 ? '' : ` and ${more} more`}): in their containers they can get at what is the other's`,
      zh: ({ kind, holders, more }) =>
        `宿主机上相同的 ${kind} 属于多个账号（${holders.join('、')}${more === 0 ? '' : ` 等，另有 ${more} 项`}）：在各自的容器中可以访问对方的文件`,
    },
  }),
  'more-accounts': code<{ count: number }>({
    severity: 'info',
    summary: { en: 'More accounts have such findings than are named', zh: '还有更多账号存在类似问题，未逐一列出' },
    message: {
      en: ({ count }) => `${count} more ${count === 1 ? 'account has' : 'accounts have'} findings of this kind`,
      zh: ({ count }) => `另有 ${count} 个账号存在类似问题`,
    },
  }),
} satisfies Codes;
