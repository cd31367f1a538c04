import { defineCheck } from '../check.ts';
import { executableCodes, lookAtExecutable } from './executable.ts';

/**
 * csupervisor only unmounts with fusermount3 (BindFs.cpp): without it steps start, and their mounts
 * stay: `Unmount bindfs failed: spawn failed: …`.
 */
export const fusermountBinary = defineCheck({
  id: 'fusermount-binary',
  group: 'bindfs',
  title: { en: 'fusermount3 can be run', zh: 'fusermount3 可执行' },
  feature: 'bindfs',
  machine: false,
  needs: ['Container.BindFs.FusermountBinary'],
  codes: executableCodes({
    en: 'steps start, but their mounts are never removed',
    zh: '作业步可以启动，但其挂载不会被卸载',
  }),
  run: (context) => lookAtExecutable(context, context.config.container?.bindFs.fusermountBinary ?? ''),
});
