import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFile } from '../../../src/checks/config/config-file.ts';
import { answered, refused } from '../../../src/host/answer.ts';
import type { RecordedAnswer } from '../../../src/host/replay.ts';
import { brief, clusterWith, CONFIG, withTree } from '../../config/config-tree.ts';

const GOOD = clusterWith('Container:\n  Enabled: false\n');

async function found(
  config: string | Uint8Array | undefined,
  answers: readonly RecordedAnswer[] = [],
): Promise<string[]> {
  return withTree(config, async (tree) => (await tree.findings(configFile)).map(brief), answers);
}

/** The host's refusal to read the file, seen by root or by a user. */
function refusal(code: string, root: boolean): RecordedAnswer[] {
  const os = { id: '', idLike: [], versionId: '', prettyName: '' };
  const identity = { hostname: 'cn01', os, kernel: '', arch: '', uid: root ? 0 : 1000, root, init: null };
  const args = { path: CONFIG, maxBytes: 4 * 1024 * 1024 };
  return [
    { method: 'readFile', args, answer: refused({ code, message: 'permission denied' }) },
    { method: 'identity', args: {}, answer: answered(identity) },
  ];
}

describe('a file that can be read', () => {
  it('has no finding, and its size and hash are told', async () => {
    await withTree(GOOD, async (tree) => {
      const looked = await tree.look(configFile);
      expect(looked).toMatchObject({ findings: [], observed: { path: CONFIG, size: Buffer.byteLength(GOOD) } });
    });
  });

  it('may be UTF-16, have a byte order mark, CRLF, or end in the middle of a word', async () => {
    for (const text of [`\uFEFF${GOOD}`, GOOD.replaceAll('\n', '\r\n'), `${GOOD}Def`]) {
      expect(await found(text)).toEqual([]);
    }
    expect(await found(Buffer.from(`\uFEFF${GOOD}`, 'utf16le'))).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  it('is missing', async () => {
    expect(await found(undefined)).toEqual([`error config-file/missing ${CONFIG} stops`]);
  });

  it('is a directory', async () => {
    await withTree(undefined, async (tree) => {
      mkdirSync(join(tree.root, CONFIG));
      expect((await tree.findings(configFile)).map(brief)).toEqual([`error config-file/not-a-file ${CONFIG} stops`]);
      const reading = await tree.read();
      expect(reading.outcome).toBe('aborts');
      expect(reading.message).toBe('basic_filebuf::underflow error reading the file: Is a directory');
    });
  });

  it('is a FIFO, which is not opened', async () => {
    await withTree(undefined, async (tree) => {
      execFileSync('mkfifo', [join(tree.root, CONFIG)]);
      const [finding] = await tree.findings(configFile);
      expect(finding).toMatchObject({ code: 'config-file/not-a-file', args: { path: CONFIG, type: 'fifo' } });
      expect((await tree.read()).outcome).toBe('unknown');
    });
  });

  it('is a loop of symlinks', async () => {
    await withTree(undefined, async (tree) => {
      symlinkSync('config.yaml', join(tree.root, CONFIG));
      expect((await tree.findings(configFile)).map(brief)).toEqual([`error config-file/unreadable ${CONFIG} stops`]);
    });
  });

  it('is larger than 4 MiB', async () => {
    const large = `${GOOD}${'#\n'.repeat(2 * 1024 * 1024)}`;
    expect(await found(large)).toEqual([`error config-file/too-large ${CONFIG}`]);
    await withTree(large, async (tree) => {
      const [finding] = await tree.findings(configFile);
      expect(finding?.args).toEqual({ path: CONFIG, size: Buffer.byteLength(large) });
    });
  });

  it('is not permitted: unknown for a user, an error for root, as craned is root', async () => {
    expect(await found(GOOD, refusal('EACCES', false))).toEqual([`unknown config-file/unreadable ${CONFIG}`]);
    expect(await found(GOOD, refusal('EACCES', true))).toEqual([`error config-file/unreadable ${CONFIG} stops`]);
  });

  it('hangs: could not look', async () => {
    expect(await found(GOOD, refusal('HUNG', true))).toEqual([`unknown config-file/could-not-look ${CONFIG}`]);
  });

  it('has more in it than is looked through: could not look', async () => {
    expect(await found('a: b\n'.repeat(400_000))).toEqual([`unknown config-file/could-not-look ${CONFIG}`]);
  });
});

describe('what is in the file', () => {
  it('is not UTF-8, which craned reads past', async () => {
    const bytes = Buffer.concat([Buffer.from(`# 集群\n${GOOD}# `), Buffer.from([0xb9, 0xed]), Buffer.from('\n')]);
    const line = GOOD.split('\n').length + 1;
    expect(await found(bytes)).toEqual([`error config-file/not-utf8 ${CONFIG} ${line}:3+1 read-past`]);
  });

  it('has a syntax error: the place in characters, the words in bytes as craned says them', async () => {
    await withTree(`"鹤思": @x\n${GOOD}`, async (tree) => {
      const [finding, ...others] = await tree.findings(configFile);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({
        code: 'config-file/syntax',
        stopsCraned: true,
        location: { path: CONFIG, line: 1, column: 7 },
        args: { line: 1, column: 11, words: 'yaml-cpp: error at line 1, column 11: unknown token' },
      });
    });
  });

  it('has a key twice, which craned reads past', async () => {
    await withTree(`${GOOD}  Enabled: true\n`, async (tree) => {
      const findings = await tree.findings(configFile);
      const line = GOOD.split('\n').length;
      expect(findings.map(brief)).toEqual([`error config-file/duplicate-key Container.Enabled ${line}:3+7 read-past`]);
      expect(findings[0]?.args).toEqual({ key: 'Container.Enabled', firstLine: line - 1 });
    });
  });

  it('tells of a mistake twenty times at most', async () => {
    expect((await found(`${GOOD}${'  Enabled: true\n'.repeat(500)}`)).length).toBe(20);
  });

  it('has several documents', async () => {
    const line = GOOD.split('\n').length;
    expect(await found(`${GOOD}---\nDns: 1\n`)).toEqual([
      `warning config-file/multiple-documents ${CONFIG} ${line}:1+3`,
    ]);
    expect(await found(`---\n${GOOD}...\n`)).toEqual([]);
  });

  it('has a merge key', async () => {
    const text = `Base: &base\n  TempDir: x\n${GOOD}  <<: *base\n`;
    const line = text.split('\n').length - 1;
    expect(await found(text)).toEqual([`warning config-file/merge-key Container.<< ${line}:3+2`]);
  });
});
