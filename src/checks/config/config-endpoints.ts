import { endpointFault, MAX_SOCKET_PATH, pathBehindScheme, unsafeCharacter } from '../../config/endpoint.ts';
import { code, defineCheck, type CheckContext, type Codes } from '../check.ts';
import { aboutStop, placeOfKey } from './config-place.ts';
import { VALUE_CODES } from './config-value-codes.ts';
import type { Finding } from '../finding.ts';

const RUNTIME = 'Container.RuntimeEndpoint';
const IMAGE = 'Container.ImageEndpoint';

interface Endpoint {
  readonly [name: string]: string;
  readonly key: string;
  readonly value: string;
}

const CODES = {
  'wrong-type': VALUE_CODES['wrong-type'],
  'runtime-missing': code({
    severity: 'error',
    summary: { en: 'RuntimeEndpoint is not configured', zh: '未配置 RuntimeEndpoint' },
    message: {
      en: () => 'Container.RuntimeEndpoint is not configured; craned exits: RuntimeEndpoint is not configured.',
      zh: () => '未配置 Container.RuntimeEndpoint，craned 会退出：RuntimeEndpoint is not configured.',
    },
  }),
  'runtime-null': code({
    severity: 'error',
    summary: { en: 'RuntimeEndpoint has no value', zh: 'RuntimeEndpoint 没有值' },
    message: {
      en: () => 'Container.RuntimeEndpoint has no value: craned starts and uses unix://null',
      zh: () => 'Container.RuntimeEndpoint 没有值：craned 会启动并使用 unix://null',
    },
  }),
  scheme: code<{ key: string; value: string; path: string | null }>({
    severity: 'error',
    summary: {
      en: 'An endpoint has a scheme, and craned puts another in front',
      zh: '端点带有协议前缀，而 craned 还会再加一个',
    },
    message: {
      en: ({ key, value, path }) =>
        `${key} must be a path alone${path === null ? '' : ` (${path})`}: craned makes unix://${value} of it`,
      zh: ({ key, value, path }) =>
        `${key} 只能写路径${path === null ? '' : `（${path}）`}：craned 会把它变成 unix://${value}`,
    },
  }),
  relative: code<Endpoint>({
    severity: 'error',
    summary: { en: 'An endpoint is not an absolute path', zh: '端点不是绝对路径' },
    message: {
      en: ({ key, value }) => `${key} is not an absolute path: gRPC refuses unix://${value}`,
      zh: ({ key, value }) => `${key} 不是绝对路径：gRPC 不接受 unix://${value}`,
    },
  }),
  empty: code<{ key: string }>({
    severity: 'error',
    summary: { en: 'An endpoint is empty', zh: '端点为空' },
    message: {
      en: ({ key }) => `${key} is empty: craned starts and uses unix://, which leads nowhere`,
      zh: ({ key }) => `${key} 为空：craned 会启动并使用 unix://，无法连接`,
    },
  }),
  'unsafe-character': code<{ key: string; value: string; character: string }>({
    severity: 'error',
    summary: {
      en: 'An endpoint holds a character that gRPC does not take for part of the path',
      zh: '端点包含 gRPC 不会当作路径一部分的字符',
    },
    message: {
      en: ({ key, value, character }) =>
        `${key} (${value}) holds ${character}, which gRPC does not take for part of the path`,
      zh: ({ key, value, character }) => `${key}（${value}）包含 ${character}，gRPC 不会把它当作路径的一部分`,
    },
  }),
  'too-long': code<{ key: string; bytes: number; limit: number }>({
    severity: 'error',
    summary: { en: 'An endpoint is longer than a socket path can be', zh: '端点超过套接字路径的长度上限' },
    message: {
      en: ({ key, bytes, limit }) => `${key} has ${bytes} bytes; the path of a socket has at most ${limit}`,
      zh: ({ key, bytes, limit }) => `${key} 长 ${bytes} 字节，套接字路径最多 ${limit} 字节`,
    },
  }),
  'image-null': code({
    severity: 'error',
    summary: { en: 'ImageEndpoint has no value', zh: 'ImageEndpoint 没有值' },
    message: {
      en: () => 'Container.ImageEndpoint has no value: craned uses unix://null, not RuntimeEndpoint',
      zh: () => 'Container.ImageEndpoint 没有值：craned 会使用 unix://null，而不是 RuntimeEndpoint',
    },
  }),
  'image-differs': code<{ runtime: string; image: string }>({
    severity: 'info',
    summary: { en: 'ImageEndpoint is not RuntimeEndpoint', zh: 'ImageEndpoint 与 RuntimeEndpoint 不同' },
    message: {
      en: ({ runtime, image }) => `Images are pulled through ${image}, containers run through ${runtime}`,
      zh: ({ runtime, image }) => `镜像通过 ${image} 拉取，容器通过 ${runtime} 运行`,
    },
  }),
} satisfies Codes;

type Context = CheckContext<typeof CODES>;

/**
 * The sockets of the runtime and of the image service, as they are written: craned puts `unix://` in
 * front without a look (Craned.cpp), so that the form that crictl wants is wrong here.
 */
export const configEndpoints = defineCheck({
  id: 'config-endpoints',
  group: 'config',
  title: { en: 'Endpoints are socket paths', zh: '端点是套接字路径' },
  feature: 'container',
  machine: false,
  needs: ['config-file'],
  decides: [RUNTIME, IMAGE],
  codes: CODES,
  run(context) {
    const { config, found } = context;
    const runtime = textOf(context, RUNTIME);
    const image = textOf(context, IMAGE);
    const findings: Finding[] = [
      ...config.stops
        .filter(({ kind, key }) => kind === 'missing' && key === RUNTIME)
        .map((stop) => found('runtime-missing', {}, aboutStop(config, stop))),
      ...wrongTypes(context),
      ...faults(context, RUNTIME, 'runtime-null'),
      ...faults(context, IMAGE, 'image-null'),
    ];
    const healthy = runtime !== null && image !== null && !endpointFault(runtime) && !endpointFault(image);
    if (healthy && runtime !== image) {
      findings.push(found('image-differs', { runtime, image }, { target: IMAGE, location: placeOfKey(config, IMAGE) }));
    }
    return Promise.resolve({
      observed: {
        runtimeEndpoint: config.container?.runtimeEndpoint ?? null,
        imageEndpoint: config.container?.imageEndpoint ?? null,
      },
      findings,
    });
  },
});

/** A list or a section where craned wants a text. */
function wrongTypes({ config, found }: Context): Finding[] {
  return config.stops
    .filter(({ kind, key }) => kind !== 'missing' && (key === RUNTIME || key === IMAGE))
    .map((stop) => found('wrong-type', { key: stop.key, words: stop.message, value: '' }, aboutStop(config, stop)));
}

/** The value of an endpoint that is written as text. */
function textOf({ config }: Context, key: string): string | null {
  const node = config.entry(key)?.value;
  return node?.kind === 'scalar' ? node.text : null;
}

function faults(context: Context, key: string, whenNull: 'runtime-null' | 'image-null'): Finding[] {
  const { config, found } = context;
  const about = { target: key, location: placeOfKey(config, key) };
  if (config.entry(key)?.value.kind === 'null') return [found(whenNull, {}, about)];
  const value = textOf(context, key);
  const fault = value === null ? null : endpointFault(value);
  if (value === null || fault === null) return [];
  switch (fault) {
    case 'empty':
      return [found('empty', { key }, about)];
    case 'scheme':
      return [found('scheme', { key, value, path: pathBehindScheme(value) }, about)];
    case 'relative':
      return [found('relative', { key, value }, about)];
    case 'unsafe-character':
      return [found('unsafe-character', { key, value, character: JSON.stringify(unsafeCharacter(value)) }, about)];
    case 'too-long': {
      const bytes = new TextEncoder().encode(value).length;
      return [found('too-long', { key, bytes, limit: MAX_SOCKET_PATH }, about)];
    }
  }
}
