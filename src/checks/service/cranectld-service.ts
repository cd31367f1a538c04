import { defineCheck } from '../check.ts';
import { daemonCodes } from './daemon-codes.ts';
import { lookAtDaemon } from './look-at-daemon.ts';

/**
 * cranectld on the control machine. It reads Container.Enabled from its own copy of the file, once, when
 * it starts, and by that refuses container jobs of everybody (CraneCtld.cpp ParseConfig): an old one goes
 * on answering `CRI support is disabled in the cluster.`
 */
export const cranectldService = defineCheck({
  id: 'cranectld-service',
  group: 'service',
  title: { en: 'cranectld runs with this configuration', zh: 'cranectld 在运行且已加载当前配置' },
  role: 'control',
  codes: daemonCodes('cranectld'),
  run: (context) =>
    lookAtDaemon(context, {
      name: 'cranectld',
      isAlive: () => Promise.resolve(false),
      ofProcess: () => Promise.resolve([]),
      reason: () => undefined,
    }),
});
