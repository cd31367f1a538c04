import { socketOf } from '../../cri/ask-cri.ts';
import { defineCheck } from '../check.ts';
import { lookAtSocket } from '../look/look-at-socket.ts';
import { socketCodes } from '../look/socket-codes.ts';

/**
 * Path, type, permission, connection: the layers below CRI. craned goes through none of them when it
 * starts (its channel connects at the first call), so that a dead socket shows only in a job.
 */
export const runtimeSocket = defineCheck({
  id: 'runtime-socket',
  group: 'runtime',
  title: { en: 'Runtime socket accepts connections', zh: '容器运行时套接字可连接' },
  needs: ['Container.RuntimeEndpoint'],
  needsRoot: true,
  codes: socketCodes({ en: 'runtime endpoint', zh: '运行时端点' }),
  run: (context) => lookAtSocket(context, socketOf(context.config.container?.runtimeEndpoint ?? '')),
});
