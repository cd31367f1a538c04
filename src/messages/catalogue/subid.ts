import type { Message } from '../message.ts';

/** User namespaces, which csupervisor prepares before the pod. */
export const SUBID: readonly Message[] = [
  {
    id: 'subid-missing',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['SubId unmanaged mode: missing subuid/subgid ranges', 'SubUID/SubGID ranges are not valid for uid'],
    example: 'SubId unmanaged mode: missing subuid/subgid ranges for user alice (subuid: missing, subgid: present)',
    meaning: {
      en: 'The user has no subordinate ids on this node, which a user namespace needs.',
      zh: '该用户在本节点上没有从属 ID，而用户命名空间需要它。',
    },
    findings: ['subid-ranges/missing'],
    source: 'CS TaskManager.cpp:1249',
  },
  {
    id: 'subid-not-covered',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['is not covered by Container.SubId.'],
    example:
      'Failed to resolve uid SubId range for user alice: uid 70000 is not covered by Container.SubId.UidMappings.',
    meaning: {
      en: 'In managed mode no entry of the table has this id.',
      zh: '托管模式下，映射表中没有条目包含该 ID。',
    },
    findings: ['subid-ranges/not-covered'],
    source: 'CS TaskManager.cpp:1208',
  },
  {
    id: 'subid-mismatch',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['SubId mismatch: expected uid range'],
    example:
      'SubId mismatch: expected uid range [65636000, 65536], gid range [65636000, 65536] for user alice, but found uid range [100000, 65536], gid range [100000, 65536]',
    meaning: {
      en: 'In managed mode the user has a range already that is not the computed one; useradd adds such ranges by itself.',
      zh: '托管模式下，用户已有的从属 ID 范围与计算值不同；useradd 会自动添加这类范围。',
    },
    findings: ['subid-ranges/mismatch'],
    source: 'CS TaskManager.cpp:1263',
  },
  {
    id: 'subid-ensure',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['Failed to ensure SubId ranges', 'Failed to lock /etc/subuid', 'Failed to lock /etc/subgid'],
    example: 'Failed to ensure SubId ranges for user alice: Failed to lock /etc/subuid: Read-only file system',
    meaning: {
      en: 'In managed mode /etc/subuid or /etc/subgid cannot be written.',
      zh: '托管模式下无法写入 /etc/subuid 或 /etc/subgid。',
    },
    findings: ['subid-ranges/not-writable'],
    source: 'CS TaskManager.cpp:1276',
  },
  {
    id: 'subid-verification',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['SubId verification failed after allocation'],
    example: 'SubId verification failed after allocation for user alice: found none',
    meaning: {
      en: 'What was added to /etc/subuid is not what libsubid then says: the file had no newline at its end, or nsswitch.conf names another source.',
      zh: '写入 /etc/subuid 后 libsubid 读到的不一致：文件末尾缺少换行，或 nsswitch.conf 指定了其他来源。',
    },
    findings: ['subid-ranges/file-format', 'subid-ranges/source-not-files'],
    source: 'CS TaskManager.cpp:1288',
  },
  {
    id: 'subid-over-32-bit',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['SubId range exceeds runtime 32-bit id mapping limits'],
    example: 'SubId range exceeds runtime 32-bit id mapping limits for user alice: [4294900000, 65536]',
    meaning: { en: 'The range ends beyond 4294967295.', zh: '范围末端超过 4294967295。' },
    findings: ['subid-ranges/over-32-bit', 'config-subid/over-32-bit'],
    source: 'CS TaskManager.cpp:1299',
  },
  {
    id: 'userns-setup',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['Failed to setup userns config for pod of job #'],
    example: 'Failed to setup userns config for pod of job #12',
    meaning: {
      en: 'The user namespace could not be prepared; the line above has the reason.',
      zh: '用户命名空间准备失败；原因在上一行。',
    },
    findings: ['subid-ranges/missing'],
    wraps: true,
    source: 'CS TaskManager.cpp:1464',
  },
  {
    id: 'other-identity',
    component: 'csupervisor',
    log: 'supervisor',
    texts: ['is not allowed to use other identities when not using userns'],
    example: 'Pod #12 is not allowed to use other identities when not using userns',
    meaning: {
      en: 'Without a user namespace a job runs as its own user: leave `-u` out, or use --userns.',
      zh: '不使用用户命名空间时只能以自己的身份运行：去掉 `-u`，或使用 --userns。',
    },
    findings: [],
    source: 'CS TaskManager.cpp:1453',
  },
];
