import type { Identity } from '../questions.ts';

/**
 * /etc/os-release (os-release(5)): assignments as a shell reads them, without expansions. What is
 * missing has the defaults of that page.
 */
export function parseOsRelease(text: string): Identity['os'] {
  const values = new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, name, value] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, unquote(value.trim())]];
    }),
  );
  return {
    id: values.get('ID') ?? 'linux',
    idLike: (values.get('ID_LIKE') ?? '').split(/\s+/).filter((id) => id !== ''),
    versionId: values.get('VERSION_ID') ?? '',
    prettyName: values.get('PRETTY_NAME') ?? values.get('NAME') ?? 'Linux',
  };
}

/** Between double quotes a backslash takes the meaning from $ ` " and itself; between single ones nothing does. */
function unquote(value: string): string {
  const single = /^'([^']*)'$/.exec(value)?.[1];
  if (single !== undefined) return single;
  const double = /^"(.*)"$/.exec(value)?.[1];
  return double === undefined ? value.replace(/\\(.)/g, '$1') : double.replace(/\\([$`"\\])/g, '$1');
}
