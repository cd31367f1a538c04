import type { Json } from '../../json.ts';
import { readLogins, type Login } from '../../registry/login.ts';
import { code, defineCheck, type CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { modeText, ownerText } from '../look/mode-text.ts';
import { oneLine } from '../look/one-line.ts';

type Fault = Login['faults'][number];

const FAULTS: { readonly [what in Fault['what']]: { readonly en: string; readonly zh: string } } = {
  'too-large': { en: 'it is far too large', zh: '文件过大' },
  'not-a-file': { en: 'it is no regular file', zh: '不是普通文件' },
  'not-json': { en: 'it is no JSON', zh: '不是 JSON' },
  'no-auths': { en: 'it has no object auths', zh: '缺少 auths 对象' },
  host: { en: 'entry {} of auths is named by no host or host:port', zh: 'auths 的第 {} 项不是“主机”或“主机:端口”' },
  auth: { en: '{} has no base64 of user:password as its auth', zh: '{} 的 auth 不是 user:password 的 base64' },
  twice: { en: '{} is there twice', zh: '{} 重复出现' },
};

const wordOf = ({ what, entry }: Fault, lang: 'en' | 'zh'): string =>
  FAULTS[what][lang].replace('{}', () => entry ?? '');

const CODES = {
  permissions: code<{ path: string; mode: string; owner: string; user: string; wanted: string }>({
    severity: 'warning',
    summary: {
      en: 'The file of registry passwords is open to others, or belongs to somebody else',
      zh: '保存仓库密码的文件对他人开放，或属于他人',
    },
    message: {
      en: ({ path, mode, owner, user, wanted }) =>
        `${path} is ${mode} of ${owner}; it holds passwords of ${user} and should be ${wanted} and theirs alone`,
      zh: ({ path, mode, owner, user, wanted }) =>
        `${path} 的权限为 ${mode}，属主为 ${owner}；其中有 ${user} 的密码，应为 ${wanted} 且仅属于该用户`,
    },
  }),
  malformed: code<{ path: string; faults: readonly { what: Fault['what']; entry: string | null }[] }>({
    severity: 'warning',
    summary: {
      en: 'The file of registry logins is not as ccon login writes it',
      zh: '仓库登录文件的格式与 ccon login 写出的不符',
    },
    message: {
      en: ({ path, faults }) =>
        `${path} is not as ccon login writes it: ${faults.map((one) => wordOf(one as Fault, 'en')).join('; ')}`,
      zh: ({ path, faults }) =>
        `${path} 与 ccon login 写出的格式不符：${faults.map((one) => wordOf(one as Fault, 'zh')).join('；')}`,
    },
  }),
};

/** More faults of one file than this are not told. */
const MAX_FAULTS = 10;

function judge({ found }: CheckContext<typeof CODES>, login: Login): Finding[] {
  const { owner, directory, file, faults } = login;
  const path = oneLine(login.path, 300);
  const user = oneLine(owner.name, 100);
  const places = [
    { path: path.slice(0, path.lastIndexOf('/')), info: directory, wanted: '0700' },
    { path, info: file, wanted: '0600' },
  ];
  const open = places.flatMap(({ path, info, wanted }) => {
    if (info.uid === owner.uid && (info.mode & 0o077) === 0) return [];
    const args = { path, mode: modeText(info), owner: ownerText(info), user, wanted };
    return [found('permissions', args, { target: path })];
  });
  const told = faults.slice(0, MAX_FAULTS).map(({ what, entry }) => ({ what, entry }));
  return [...open, ...(told.length > 0 ? [found('malformed', { path, faults: told }, { target: path })] : [])];
}

/**
 * The logins that `ccon login` wrote: who can read them, and whether they are what ccon reads. Nobody else
 * looks at them before a job: ccon asks no registry, and says "Login Succeeded" whatever the password is.
 */
export const registryLogin = defineCheck({
  id: 'registry-login',
  group: 'image',
  title: { en: "Registry logins are well-formed and the user's own", zh: '仓库登录信息格式正确且仅本人可读' },
  codes: CODES,
  async run(context) {
    const { files, unseen } = await readLogins(context.host, context.options.users);
    if (files.length === 0 && unseen.length === 0) {
      return { notApplicable: { en: 'no login of ccon is there', zh: '没有 ccon 的登录信息' } };
    }
    const logins: Json[] = files.map(({ owner, path, file, logins }) => ({
      account: oneLine(owner.name, 100),
      path: oneLine(path, 300),
      mode: modeText(file),
      registries: [...logins.keys()].slice(0, 20),
    }));
    return {
      observed: logins.length > 0 ? { logins } : {},
      findings: [
        ...files.flatMap((login) => judge(context, login)),
        ...unseen.map(({ what, error }) => context.notSeen(oneLine(what, 300), error)),
      ],
    };
  },
});
