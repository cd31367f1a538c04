import { socketOf } from '../../cri/ask-cri.ts';
import { nameBehind } from '../../cri/runtimes.ts';
import { askRuntimeSettings } from '../../runtime/ask-runtime-settings.ts';
import { code, defineCheck } from '../check.ts';
import { oneLine } from '../look/one-line.ts';
import { unheard } from '../look/unread-settings.ts';

/** What only this machine can connect to. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Every address of this machine; containerd and CRI-O write `http://[::]:port` for it into the URL (measured: 1.6, 1.7). */
const ANY = /^(0\.0\.0\.0|\[?::\]?)$/;

/**
 * The URL of the runtime's Attach or Exec goes to ccon as it is, and ccon connects to it from the login
 * node (`stream failed after 3 attempts`, ccon's stream.go): its host is the address that the runtime listens on.
 * containerd and CRI-O listen on 127.0.0.1 by default; an empty address is that of the default route. cri-dockerd
 * does not tell where it listens, and containerd 2.x only in its configuration.
 */
export const runtimeStreaming = defineCheck({
  id: 'runtime-streaming',
  group: 'runtime',
  title: { en: 'Streaming server can be reached from other nodes', zh: '其他节点可访问流式服务' },
  needs: ['runtime-version'],
  codes: {
    'loopback-only': code<{ runtime: string; address: string; from: string }>({
      severity: 'warning',
      summary: {
        en: 'The streaming server listens on loopback only: ccon attach and exec fail from other nodes',
        zh: '流式服务只监听回环地址：从其他节点无法使用 ccon attach 和 exec',
      },
      message: {
        en: ({ runtime, address, from }) =>
          `${runtime}'s streaming server listens on ${address} (${from}): ccon run without -d, ccon attach and ccon exec fail from the login node`,
        zh: ({ runtime, address, from }) =>
          `${runtime} 的流式服务监听 ${address}（${from}）：从登录节点执行不带 -d 的 ccon run、ccon attach 和 ccon exec 会失败`,
      },
    }),
    'not-told': code<{ runtime: string }>({
      severity: 'info',
      summary: { en: 'Nobody tells where the streaming server listens', zh: '无从得知流式服务的监听地址' },
      message: {
        en: ({ runtime }) =>
          `Neither ${runtime} nor its configuration tells where its streaming server listens; ccon attach and ccon exec have to reach it from the login node`,
        zh: ({ runtime }) =>
          `${runtime} 及其配置均未说明流式服务的监听地址；ccon attach 和 ccon exec 需要从登录节点访问它`,
      },
    }),
    'any-address': code<{ runtime: string; address: string; from: string }>({
      severity: 'warning',
      summary: {
        en: 'The streaming server listens on every address, and its URLs name none: ccon attach and exec fail from other nodes',
        zh: '流式服务监听所有地址，返回的 URL 因而不含具体地址：从其他节点无法使用 ccon attach 和 exec',
      },
      message: {
        en: ({ runtime, address, from }) =>
          `${runtime}'s streaming server listens on ${address} (${from}), which it writes into its URLs as http://[::]:port: ccon run without -d, ccon attach and ccon exec on the login node connect to the login node itself`,
        zh: ({ runtime, address, from }) =>
          `${runtime} 的流式服务监听 ${address}（${from}），返回的 URL 是 http://[::]:端口：在登录节点执行不带 -d 的 ccon run、ccon attach 和 ccon exec，连接的是登录节点自己`,
      },
    }),
  },
  async run(context) {
    const { host, config, found } = context;
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const settings = await askRuntimeSettings(host, socket);
    const { name, streamAddress } = settings;
    if (!streamAddress) {
      const runtime = nameBehind(oneLine(name, 60)) || socket;
      return unheard(context, settings, socket) ?? { findings: [found('not-told', { runtime })] };
    }
    const address = oneLine(streamAddress.value, 120);
    const from = oneLine(streamAddress.from, 200);
    const observed = { streamAddress: address, toldBy: from };
    const unreachable = LOOPBACK.test(address) ? 'loopback-only' : ANY.test(address) ? 'any-address' : null;
    if (unreachable === null) return { observed, findings: [] };
    const runtime = nameBehind(oneLine(name, 60));
    return { observed, findings: [found(unreachable, { runtime, address, from }, { target: address })] };
  },
});
