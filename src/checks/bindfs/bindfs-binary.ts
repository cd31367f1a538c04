import { defineCheck } from '../check.ts';
import { executableCodes, lookAtExecutable } from './executable.ts';

/**
 * bindfs is what csupervisor mounts with (BindFs.cpp). Without it every container step with userns and
 * a volume fails: `Failed to setup bindfs: spawn failed: …`.
 */
export const bindfsBinary = defineCheck({
  id: 'bindfs-binary',
  group: 'bindfs',
  title: { en: 'bindfs can be run', zh: 'bindfs 可执行' },
  feature: 'bindfs',
  machine: false,
  needs: ['Container.BindFs.BindfsBinary'],
  codes: executableCodes({
    en: 'steps with user namespaces and volumes fail',
    zh: '使用用户命名空间并挂载目录的作业步会失败',
  }),
  run: (context) => lookAtExecutable(context, context.config.container?.bindFs.bindfsBinary ?? ''),
});
