import type { Text } from '../../lang.ts';
import type { Problem } from './conf-file.ts';
import type { DnsRule } from './dns-register.ts';
import type { MetaRule } from './meta-rules.ts';

interface ProblemArgs {
  readonly detail: string;
  readonly line: number;
  readonly column: number;
}

interface RuleArgs {
  readonly at: string;
  readonly value: string;
  readonly other: string;
}

type Words<A> = { readonly en: (args: A) => string; readonly zh: (args: A) => string };

const said = (value: string): string => (value === '' ? '""' : value);

/** What is wrong with a file of the configuration directory. */
export const PROBLEM_WORDS: { readonly [kind in Problem['kind']]: Words<ProblemArgs> } = {
  json: {
    en: ({ detail, line, column }) =>
      `no JSON: ${detail === '' ? 'it ends too early' : `${detail} is not expected`} at line ${line}, column ${column}`,
    zh: ({ detail, line, column }) =>
      `JSON 语法错误：第 ${line} 行第 ${column} 列${detail === '' ? '，文件提前结束' : `不应出现 ${detail}`}`,
  },
  'not-a-file': { en: ({ detail }) => `no file (${detail})`, zh: ({ detail }) => `不是可读取的文件（${detail}）` },
  'not-an-object': { en: () => 'no JSON object', zh: () => '内容不是 JSON 对象' },
  'no-name': { en: () => 'the network has no name', zh: () => '缺少网络名称 name' },
  'bad-name': {
    en: ({ detail }) => `${detail} cannot be a network's name`,
    zh: ({ detail }) => `${detail} 不是合法的网络名称`,
  },
  'no-plugins': { en: () => 'the list has no plugins', zh: () => '列表中没有插件（plugins）' },
  'no-type': { en: ({ detail }) => `${detail} is missing`, zh: ({ detail }) => `缺少 ${detail}` },
  'wrong-type': { en: ({ detail }) => `${detail} has the wrong type`, zh: ({ detail }) => `${detail} 的类型不对` },
};

/** The rules of CraneSched's meta plugin. */
export const META_WORDS: { readonly [rule in MetaRule]: Words<RuleArgs> } = {
  'wrong-type': { en: ({ at }) => `${at} has the wrong type`, zh: ({ at }) => `${at} 的类型不对` },
  'no-pipelines': {
    en: ({ at, other }) => `${at} has no pipeline${other === '' ? '' : `; ${other} at the top are an older form`}`,
    zh: ({ at, other }) => `${at} 中没有任何流水线${other === '' ? '' : `；顶层的 ${other} 是旧版写法`}`,
  },
  'pipeline-without-name': { en: ({ at }) => `${at} has no name`, zh: ({ at }) => `${at} 没有 name` },
  'duplicate-name': {
    en: ({ at, value, other }) => `${at} and ${other} are both called ${value}`,
    zh: ({ at, value, other }) => `${at} 与 ${other} 的 name 都是 ${value}`,
  },
  'one-interface-name': {
    en: ({ at }) => `${at} has to have exactly one of ifName and ifNamePrefix`,
    zh: ({ at }) => `${at} 的 ifName 与 ifNamePrefix 必须且只能写一个`,
  },
  'duplicate-interface': {
    en: ({ at, value, other }) => `${at} and ${other} both make the interface ${value}`,
    zh: ({ at, value, other }) => `${at} 与 ${other} 使用同一个接口名 ${value}`,
  },
  'interface-like-prefix': {
    en: ({ at, value, other }) => `${at}: ${value} could also be an interface of the prefix ${other}`,
    zh: ({ at, value, other }) => `${at}：接口名 ${value} 与前缀 ${other} 生成的接口名冲突`,
  },
  'prefixes-collide': {
    en: ({ at, value, other }) => `${at}: the prefixes ${value} and ${other} can make the same interface`,
    zh: ({ at, value, other }) => `${at}：前缀 ${value} 与 ${other} 可能生成相同的接口名`,
  },
  'no-delegates': { en: ({ at }) => `${at} has no delegate`, zh: ({ at }) => `${at} 没有 delegates` },
  'delegate-without-type': {
    en: ({ at }) => `${at} has neither a type nor a conf with one`,
    zh: ({ at }) => `${at} 既没有 type，conf 中也没有`,
  },
  'delegate-without-name': {
    en: ({ at }) => `${at} has no name, and neither has its conf`,
    zh: ({ at }) => `${at} 没有 name，conf 中也没有`,
  },
  'interface-override': {
    en: ({ at }) => `${at} is not allowed: the pipeline names the interface`,
    zh: ({ at }) => `不允许写 ${at}：接口名由流水线决定`,
  },
};

/** The rules of dns-register. */
export const DNS_WORDS: { readonly [rule in DnsRule]: Words<{ key: string; value: string }> } = {
  'wrong-type': { en: ({ key }) => `${key} has the wrong type`, zh: ({ key }) => `${key} 的类型不对` },
  'old-names': {
    en: ({ key }) => `${key}: keys of an older version, which the present one does not know`,
    zh: ({ key }) => `${key} 是旧版的键，新版不识别`,
  },
  'no-endpoints': { en: ({ key }) => `${key} is missing or empty`, zh: ({ key }) => `${key} 缺失或为空` },
  ttl: {
    en: ({ key, value }) => `${key} is ${said(value)}, not within 1 to 86400`,
    zh: ({ key, value }) => `${key} 为 ${said(value)}，不在 1 至 86400 之间`,
  },
  'lease-ttl': {
    en: ({ key, value }) => `${key} is ${said(value)}, neither 0 nor within 5 to 86400`,
    zh: ({ key, value }) => `${key} 为 ${said(value)}，既不是 0，也不在 5 至 86400 之间`,
  },
  'lease-below-ttl': {
    en: ({ key, value }) => `${key} is shorter than ttl (${value})`,
    zh: ({ key, value }) => `${key} 小于 ttl（${value}）`,
  },
  'certificate-or-key': {
    en: ({ key }) => `${key} is missing: certificate and key go together`,
    zh: ({ key }) => `缺少 ${key}：证书与私钥必须同时配置`,
  },
};

/** What does not run and what does, without a network for pods. */
export const EFFECT: Text = {
  en: 'jobs on the default network fail, those with --network host run',
  zh: '使用默认网络的容器作业会失败，使用 --network host 的不受影响',
};
