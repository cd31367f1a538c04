import { code, type CheckContext, type Codes } from '../check.ts';

/** The codes of config-gres. What craned stops at has its words; where they are not known to us, ours. */
export const GRES_CODES = {
  'both-forms': code<{ gres: string; words: string }>({
    severity: 'error',
    summary: {
      en: 'A gres has both DeviceCDIRegex and DeviceCDIList: craned exits',
      zh: 'gres 同时写了 DeviceCDIRegex 和 DeviceCDIList：craned 会退出',
    },
    message: {
      en: ({ gres, words }) => `${gres} has both DeviceCDIRegex and DeviceCDIList, of which craned takes one: ${words}`,
      zh: ({ gres, words }) => `${gres} 同时写了 DeviceCDIRegex 和 DeviceCDIList，craned 只接受其一：${words}`,
    },
  }),
  'illegal-format': code<{ key: string; written: string; words: string }>({
    severity: 'error',
    summary: {
      en: 'Brackets of a gres are not what craned can expand: it exits',
      zh: 'gres 中的方括号写法 craned 无法展开：craned 会退出',
    },
    message: {
      en: ({ key, written, words }) => `${key} is ${written}, which craned cannot expand: ${words}`,
      zh: ({ key, written, words }) => `${key} 为 ${written}，craned 无法展开：${words}`,
    },
  }),
  'count-mismatch': code<{ gres: string; names: number; devices: number; words: string }>({
    severity: 'error',
    summary: {
      en: 'A gres has not as many CDI names as devices: craned exits',
      zh: 'gres 的 CDI 名称与设备数量不一致：craned 会退出',
    },
    message: {
      en: ({ gres, names, devices, words }) => `${gres} has ${names} CDI names for ${devices} devices: ${words}`,
      zh: ({ gres, names, devices, words }) => `${gres} 有 ${names} 个 CDI 名称、${devices} 个设备：${words}`,
    },
  }),
  duplicate: code<{ gres: string; first: string }>({
    severity: 'error',
    summary: {
      en: 'A gres of the same name and type is there twice in one item of Nodes: craned exits',
      zh: 'Nodes 的同一项中有两个名称与类型相同的 gres：craned 会退出',
    },
    message: {
      en: ({ gres, first }) => `${gres} is there already as ${first}; craned exits`,
      zh: ({ gres, first }) => `${gres} 已在 ${first} 中出现过，craned 会退出`,
    },
  }),
  'no-device-file': code<{ gres: string; words: string }>({
    severity: 'error',
    summary: {
      en: 'A gres has neither DeviceFileRegex nor DeviceFileList',
      zh: 'gres 既没有 DeviceFileRegex 也没有 DeviceFileList',
    },
    message: {
      en: ({ gres, words }) => `${gres} has no device file: ${words}`,
      zh: ({ gres, words }) => `${gres} 没有设备文件：${words}`,
    },
  }),
  stops: code<{ key: string; words: string | null }>({
    severity: 'error',
    summary: { en: 'craned stops at a value of gres', zh: 'craned 因 gres 中的某个值而停止' },
    message: {
      en: ({ key, words }) => `craned stops at ${key}: ${words ?? 'it exits without a word'}`,
      zh: ({ key, words }) => `craned 在 ${key} 处停止：${words ?? '直接退出，没有任何提示'}`,
    },
  }),
  inconsistent: code<{ gres: string; others: string }>({
    severity: 'error',
    summary: {
      en: 'Only some devices of a kind have CDI names on this node: craned exits',
      zh: '本节点同类设备中只有一部分有 CDI 名称：craned 会退出',
    },
    message: {
      en: ({ gres, others }) =>
        `${gres} has no CDI names, ${others} has, and both are this node's: craned exits (has inconsistent CDI configuration)`,
      zh: ({ gres, others }) =>
        `${gres} 没有 CDI 名称，而 ${others} 有，两者都属于本节点：craned 会退出（has inconsistent CDI configuration）`,
    },
  }),
  'pipeline-without-cdi': code<{ gres: string; pipeline: string; node: string }>({
    severity: ['error', 'warning'],
    summary: {
      en: 'DeviceCniPipeline without CDI names: craned of that node exits',
      zh: '写了 DeviceCniPipeline 却没有 CDI 名称：该节点的 craned 会退出',
    },
    message: {
      en: ({ gres, pipeline, node }) =>
        `${gres}: craned on ${node} exits (has DeviceCniPipeline '${pipeline}' set but no CDI name configured)`,
      zh: ({ gres, pipeline, node }) =>
        `${gres}：${node} 上的 craned 会退出（has DeviceCniPipeline '${pipeline}' set but no CDI name configured）`,
    },
  }),
  'malformed-name': code<{ name: string; key: string }>({
    severity: 'error',
    summary: {
      en: 'A CDI name is not vendor/class=device',
      zh: 'CDI 名称不是 vendor/class=device 的形式',
    },
    message: {
      en: ({ name, key }) => `${name} (${key}) is no CDI name, vendor/class=device: no container can get the device`,
      zh: ({ name, key }) => `${name}（${key}）不是 vendor/class=device 形式的 CDI 名称：容器无法获得该设备`,
    },
  }),
  'list-ignored': code<{ key: string }>({
    severity: 'warning',
    summary: {
      en: 'A list of a gres is no list: craned passes over it without a word',
      zh: 'gres 中应为列表的键不是列表：craned 会忽略它，不作提示',
    },
    message: {
      en: ({ key }) => `${key} is no list (- one, - two), so craned passes over it without a word`,
      zh: ({ key }) => `${key} 不是列表（- 一项, - 一项），craned 会忽略它，不作提示`,
    },
  }),
  'not-expanded': code<{ key: string; item: string }>({
    severity: 'warning',
    summary: {
      en: 'Brackets of a gres are not expanded: what follows the last one does not begin with a dot',
      zh: 'gres 中的方括号不会展开：最后一个方括号之后不是以点开头',
    },
    message: {
      en: ({ key, item }) => `${key}: craned takes ${item} for one name, as only .suffix may follow its last bracket`,
      zh: ({ key, item }) => `${key}：craned 会把 ${item} 当作一个名称，因为最后一个方括号之后只能是 .后缀`,
    },
  }),
  'nothing-expanded': code<{ key: string; item: string }>({
    severity: 'warning',
    summary: {
      en: 'A descending range of a gres stands for no device at all',
      zh: 'gres 中的降序范围不代表任何设备',
    },
    message: {
      en: ({ key, item }) => `${key}: ${item} descends and stands for nothing`,
      zh: ({ key, item }) => `${key}：${item} 是降序范围，不代表任何设备`,
    },
  }),
} satisfies Codes;

/** What their check is run with. */
export type GresContext = CheckContext<typeof GRES_CODES>;
