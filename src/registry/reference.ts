import { malformed, parsed, type Parsed } from './parsed.ts';
import { parseRegistryHost, type RegistryHost } from './registry-host.ts';

/** An image reference, normalised as ccon does before it submits a job. */
export interface ImageReference {
  readonly registry: RegistryHost;
  /** The repository within the registry: `library/alpine`. */
  readonly repository: string;
  /** Null beside a digest, else `latest` where none was given. */
  readonly tag: string | null;
  readonly digest: string | null;
  /** The whole reference written out: `docker.io/library/alpine:latest`. */
  readonly text: string;
}

/** The longest name (registry and repository) that the distribution's reference grammar allows. */
const LONGEST_NAME = 255;

const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
/** The algorithms that go-digest knows, each with its length. */
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;

/**
 * Where a name has no registry of its own, it is on docker.io, whose images without a namespace are the
 * official ones (the grammar's splitDockerDomain). Other names of docker.io stay as they are.
 */
function splitRegistry(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isRegistry = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  if (isRegistry && !['docker.io', 'index.docker.io'].includes(first))
    return { registry: first, repository: name.slice(slash + 1) };
  const repository = isRegistry ? name.slice(slash + 1) : name;
  return { registry: 'docker.io', repository: repository.includes('/') ? repository : `library/${repository}` };
}

function splitDigest(text: string): { rest: string; digest: string | null } {
  const at = text.indexOf('@');
  return at < 0 ? { rest: text, digest: null } : { rest: text.slice(0, at), digest: text.slice(at + 1) };
}

/** A colon after the last slash begins a tag; one before it belongs to a port. */
function splitTag(text: string): { name: string; tag: string | null } {
  const colon = text.lastIndexOf(':');
  return colon > text.lastIndexOf('/')
    ? { name: text.slice(0, colon), tag: text.slice(colon + 1) }
    : { name: text, tag: null };
}

/**
 * An image reference as ccon reads it (`reference.ParseDockerRef`): `alpine` is
 * `docker.io/library/alpine:latest`, and beside a digest a tag counts for nothing.
 */
export function parseReference(text: string): Parsed<ImageReference> {
  if (text === '') return malformed('it is empty', '内容为空');
  if (/[\u0000-\u0020\u007f-\u00a0]/.test(text)) {
    return malformed('it has a blank or a control character', '含有空白或控制字符');
  }
  if (text.includes('://')) return malformed('it has a scheme; an image has none', '带有协议前缀；镜像名不含协议');
  const { rest, digest } = splitDigest(text);
  if (digest !== null && !DIGEST.test(digest)) return malformed('its digest is malformed', '摘要格式不正确');
  const { name, tag } = splitTag(rest);
  if (tag !== null && !TAG.test(tag)) return malformed('its tag is malformed', '标签格式不正确');
  if (/^[0-9a-f]{64}$/.test(name))
    return malformed('64 hex digits are an image id, not a name', '64 位十六进制是镜像 ID，不是名称');

  const split = splitRegistry(name);
  const registry = parseRegistryHost(split.registry);
  if (!registry.ok) {
    return malformed(
      `its registry ${split.registry}: ${registry.reason.en}`,
      `仓库 ${split.registry}：${registry.reason.zh}`,
    );
  }
  const { repository } = split;
  if (repository !== repository.toLowerCase()) return malformed('its name has capital letters', '名称含有大写字母');
  if (!repository.split('/').every((component) => COMPONENT.test(component)))
    return malformed('its name is malformed', '名称格式不正确');
  const full = `${split.registry}/${repository}`;
  if (full.length > LONGEST_NAME)
    return malformed(`its name is longer than ${LONGEST_NAME} characters`, `名称超过 ${LONGEST_NAME} 个字符`);
  const version = digest === null ? (tag ?? 'latest') : null;
  return parsed({
    registry: registry.value,
    repository,
    tag: version,
    digest,
    text: digest === null ? `${full}:${version}` : `${full}@${digest}`,
  });
}
