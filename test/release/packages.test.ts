import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { EXECUTABLE, NODE, ROOT } from '../support/checkout.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { describeWith } from '../support/needs.ts';
import { packageNamed } from '../support/packages.ts';

const cleanup = new Cleanup();
afterAll(() => cleanup.run());

const COMMANDS = ['check', 'config', 'demo', 'explain', 'healthcheck', 'list', 'triage', 'smoke', 'wait', 'bundle'];

/** Runs a shell line, which must not fail, and gives what it wrote. */
function shell(line: string, cwd = '/'): string {
  return execFileSync('sh', ['-c', line], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The files of the .deb, unpacked once. */
let tree = '';
function unpackedDeb(): string {
  if (tree === '') {
    tree = temporaryDirectory(cleanup);
    shell(`dpkg-deb --extract ${packageNamed('.deb')} ${tree}`);
  }
  return tree;
}

/** Paths of the files below a directory, without those of directories. */
function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => !statSync(join(directory, name)).isDirectory())
    .sort();
}

describeWith(['rpmbuild', 'rpm2cpio', 'cpio'], 'the packages', () => {
  test('have the same files, but for the place of zsh functions', () => {
    const unpacked = temporaryDirectory(cleanup);
    shell(`rpm2cpio ${packageNamed('.rpm')} | cpio --extract --make-directories --quiet`, unpacked);
    const deb = filesBelow(unpackedDeb()).map((name) => name.replace('zsh/vendor-completions', 'zsh/site-functions'));
    expect(filesBelow(unpacked)).toEqual(deb.sort());
    const listed = shell(`rpm -qlp ${packageNamed('.rpm')}`)
      .trim()
      .split('\n');
    expect(listed.sort()).toEqual(deb.map((name) => `/${name}`).sort());
    // The program would be gone if rpmbuild had stripped it.
    const told = shell(`${unpacked}/usr/bin/crane-doctor --version --json`);
    expect(JSON.parse(told)).toMatchObject({ build: 'executable' });
  });

  test('name what the executable needs', () => {
    expect(shell(`rpm -qp --requires ${packageNamed('.rpm')}`)).toContain('libstdc++.so.6');
    expect(shell(`dpkg-deb --field ${packageNamed('.deb')} Depends`)).toContain('libc6 (>= 2.28)');
    // What only `fleet` uses is needed where an administrator sits.
    expect(
      shell(`rpm -qp --suggests ${packageNamed('.rpm')}`)
        .trim()
        .split('\n')
        .sort(),
    ).toEqual(['clustershell', 'pdsh']);
    expect(shell(`dpkg-deb --field ${packageNamed('.deb')} Suggests`)).toBe('pdsh | clustershell\n');
    // The newest symbol of glibc decides; the documentation states it.
    const symbols = shell(`objdump -T ${EXECUTABLE}`).match(/GLIBC_2\.\d+/g) ?? [];
    const newest = Math.max(...symbols.map((symbol) => Number(symbol.split('.')[1])));
    expect(newest).toBe(28);
    expect(readFileSync(join(ROOT, 'docs/install.md'), 'utf8')).toContain('glibc 2.28');
  });

  test('belong to root, and only programs can be run', () => {
    for (const line of shell(`dpkg-deb --contents ${packageNamed('.deb')}`)
      .trim()
      .split('\n'))
      expect(line).toMatch(/^(?:drwxr-xr-x|-rw-r--r--|-rwxr-xr-x) root\/root .+(?:\/|\S)$/);
    const programs = filesBelow(unpackedDeb()).filter((name) => statSync(join(unpackedDeb(), name)).mode & 0o111);
    expect(programs).toEqual(['usr/bin/crane-doctor', 'usr/libexec/crane-doctor-healthcheck']);
  });

  test('tell the licences of what is in the executable', () => {
    const notices = readFileSync(join(unpackedDeb(), 'usr/share/doc/crane-doctor/NOTICES'), 'utf8');
    for (const library of ['@grpc/grpc-js', 'ink', 'react', 'execa', 'Node.js']) expect(notices).toContain(library);
    const licence = readFileSync(join(unpackedDeb(), 'usr/share/doc/crane-doctor/copyright'), 'utf8');
    expect(licence).toContain('Apache License');
  });
});

describeWith(['groff'], 'the manual', () => {
  test.each([
    ['en', 'usr/share/man/man1'],
    ['zh', 'usr/share/man/zh_CN/man1'],
  ])('%s: a page of the program and one of each command, without a warning of groff', (lang, folder) => {
    // groff 1.22 knows no place where Chinese can be broken, and says so.
    const warnings = lang === 'zh' ? ['-ww', '-Wbreak'] : ['-ww'];
    const pages = join(unpackedDeb(), folder);
    expect(readdirSync(pages)).toEqual(
      expect.arrayContaining(['crane-doctor.1.gz', ...COMMANDS.map((name) => `crane-doctor-${name}.1.gz`)]),
    );
    for (const page of readdirSync(pages)) {
      const { stdout, stderr } = spawnSync('groff', ['-man', '-Kutf8', '-Tutf8', ...warnings], {
        input: gunzipSync(readFileSync(join(pages, page))),
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(stdout).toContain('crane-doctor');
    }
  });
});

describeWith(['zsh', 'fish'], 'completions', () => {
  const at = (path: string): string => join(unpackedDeb(), 'usr/share', path);

  /** What bash offers for the last word of a line. */
  function bash(...words: readonly string[]): string[] {
    const script = `source ${at('bash-completion/completions/crane-doctor')}
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=\${#COMP_LINE}
      compopt() { :; }
      _crane_doctor; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
      .trim()
      .split('\n');
  }

  test('bash: commands, options, check ids, codes', () => {
    expect(bash('crane-doctor', 'tri')).toEqual(['triage']);
    expect(bash('crane-doctor', 'check', '--off')).toEqual(['--offline']);
    expect(bash('crane-doctor', 'check', '--only', 'runtime-so')).toContain('runtime-socket');
    expect(bash('crane-doctor', 'check', '--only', 'cni,runtime-so')).toContain('cni,runtime-socket');
    expect(bash('crane-doctor', 'explain', 'runtime-socket/ref')).toEqual(['runtime-socket/refused']);
    expect(bash('crane-doctor', 'explain', 'smoke/no-cn')).toEqual(['smoke/no-cni']);
    expect(bash('crane-doctor', 'check', '--lang', '')).toEqual(['zh', 'en']);
  });

  test('fish: the same', () => {
    const fish = (line: string): string[] => {
      const script = `source ${at('fish/vendor_completions.d/crane-doctor.fish')}; complete --do-complete '${line}'`;
      const home = temporaryDirectory(cleanup);
      const env = { PATH: '/usr/bin:/bin', HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
      const out = execFileSync('fish', ['--no-config', '--command', script], { encoding: 'utf8', env });
      return out
        .trim()
        .split('\n')
        .map((offer) => offer.split('\t')[0]!);
    };
    expect(fish('crane-doctor tri')).toEqual(['triage']);
    expect(fish('crane-doctor check --off')).toContain('--offline');
    expect(fish('crane-doctor check --only runtime-so')).toContain('runtime-socket');
    expect(fish('crane-doctor explain runtime-socket/ref')).toContain('runtime-socket/refused');
  });

  test('zsh: the function is taken by its completion system without a word', () => {
    // -D: no dump file; a dump would be written where HOME is.
    const functions = join(unpackedDeb(), 'usr/share/zsh/vendor-completions');
    const script = `fpath=(${functions} $fpath); autoload -Uz compinit; compinit -u -D
      whence -w _crane_doctor _crane-doctor; print -r -- $_comps[crane-doctor]`;
    const out = execFileSync('zsh', ['-f', '-c', script], {
      encoding: 'utf8',
      env: { HOME: '/nonexistent', PATH: '/usr/bin:/bin' },
    });
    expect(out.trim().split('\n').at(-1)).toBe('_crane-doctor');
    execFileSync('zsh', ['-n', join(functions, '_crane-doctor')]);
    const text = readFileSync(join(functions, '_crane-doctor'), 'utf8');
    for (const word of ['triage', 'runtime-socket', '--offline']) expect(text).toContain(word);
  });
});

test('npm pack: one program, the schemas and their words; it works in an empty project', () => {
  const place = temporaryDirectory(cleanup);
  const npm = (line: string, cwd: string) =>
    shell(`npm --offline --no-audit --no-fund --ignore-scripts --cache ${place}/cache ${line}`, cwd);
  npm(`pack --pack-destination ${place}`, ROOT);
  const archive = readdirSync(place).find((name) => name.endsWith('.tgz'))!;
  const names = shell(`tar -tzf ${join(place, archive)}`)
    .trim()
    .split('\n')
    .map((name) => name.replace('package/', ''));
  const schemas = readdirSync(join(ROOT, 'schema')).map((name) => `schema/${name}`);
  const shares = readdirSync(join(ROOT, 'share')).map((name) => `share/${name}`);
  const own = ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist/NOTICES', 'dist/crane-doctor.cjs', 'package.json'];
  expect(names.sort()).toEqual([...own, ...schemas, ...shares].sort());

  const project = join(place, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"empty","version":"1.0.0"}');
  npm(`install ${join(place, archive)}`, project);
  expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['crane-doctor']);
  const bin = join(project, 'node_modules/.bin/crane-doctor');
  expect(existsSync(bin)).toBe(true);
  const { status, stdout } = spawnSync(NODE, [bin, 'demo', '--json'], { encoding: 'utf8', env: {} });
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'pass' });
  expect(status).toBe(0);
});
