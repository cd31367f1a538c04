import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { GuideEntry } from '../../src/guide/entry.ts';
import { placeholdersIn } from '../../src/guide/placeholders.ts';
import { remedyFor, type GuideNode } from '../../src/guide/resolve.ts';
import { GUIDES } from '../../src/guide/source.ts';
import { FINDING_VALUES, NODE_VALUES } from '../../src/guide/values.ts';
import type { Remedy } from '../../src/report/schema.ts';

/* The guide itself, in both languages, as it is read from guide/. */

const LANGS = ['en', 'zh'] as const;
const NODES: readonly GuideNode[] = (['debian', 'rhel', null] as const).flatMap((distro) =>
  ['containerd', 'crio', 'cri-dockerd', null].map((runtime) => ({ distro, runtime })),
);
const NAMES: readonly string[] = [...NODE_VALUES, ...FINDING_VALUES];

/** Every value that a node can have, hard to quote. */
const VALUES = Object.fromEntries(NAMES.map((name) => [name, `/${name} it's "$(x)"; \`y\` #`]));

/** All of a guide but its words. */
const skeleton = (entries: readonly GuideEntry[]): unknown =>
  entries.map(({ id, covers, steps }) => ({ id, covers, steps: steps.map(({ commands }) => commands) }));

test('both languages have the same ids, codes, steps and commands', () => {
  expect(skeleton(GUIDES.zh)).toEqual(skeleton(GUIDES.en));
});

test('a link to another entry is a step of its own: within a sentence nobody would follow it', () => {
  const texts = LANGS.flatMap((lang) => GUIDES[lang].flatMap(({ steps }) => steps.map(({ text }) => text)));
  expect(texts.filter((text) => /\]\(#/.test(text) && !/^\[[^\]]*\]\(#[\w-]+\)$/.test(text))).toEqual([]);
});

test('the texts of both languages differ, and use the same placeholders', () => {
  const texts = (entries: readonly GuideEntry[]): string[] =>
    entries.flatMap(({ title, summary, steps }) => [title, summary, ...steps.map(({ text }) => text)]);
  const zh = texts(GUIDES.zh);
  for (const [index, text] of texts(GUIDES.en).entries()) {
    expect(zh[index]).toMatch(/\p{Script=Han}/u);
    expect(text).not.toMatch(/\p{Script=Han}/u);
    expect(placeholdersIn(zh[index]!)).toEqual(placeholdersIn(text));
  }
});

test('Chinese texts have full-width punctuation and a blank beside Latin words', () => {
  const prose = readFileSync(new URL('../../guide/zh.md', import.meta.url), 'utf8').replaceAll(/^ *```[^]*?^ *```$/gm, '');
  const words = prose.replaceAll(/`[^`]*`/g, '`').replaceAll(/\{#[^}]*\}/g, '');
  expect(words).not.toMatch(/\p{Script=Han}[,;:!?()]|[,;:!?(]\p{Script=Han}/u);
  expect(words).not.toMatch(/\p{Script=Han}[A-Za-z0-9`]|[A-Za-z0-9]\p{Script=Han}/u);
});

describe.each(LANGS)('%s', (lang) => {
  /** Each entry that covers a code, resolved on each kind of node. */
  const resolved = (values: Record<string, string>): Remedy[] =>
    GUIDES[lang].flatMap(({ covers }) => {
      const code = covers[0]?.replace('*', 'any-check');
      return code === undefined ? [] : NODES.map((node) => remedyFor(code, values, node, lang)!);
    });

  test('placeholders are known values', () => {
    const used = GUIDES[lang].flatMap(({ steps }) =>
      steps.flatMap(({ text, commands }) => [text, ...commands.map(({ shell }) => shell)].flatMap(placeholdersIn)),
    );
    expect(used.filter((name) => !NAMES.includes(name))).toEqual([]);
  });

  test('no placeholder stays unfilled, and no step is lost', () => {
    for (const { guide, steps } of resolved(VALUES)) {
      expect(steps).toHaveLength(GUIDES[lang].find(({ id }) => id === guide)!.steps.length);
      for (const { text, command } of steps) {
        expect(placeholdersIn(text)).toEqual([]);
        expect(placeholdersIn(command ?? '')).toEqual([]);
      }
    }
  });

  test('every entry ends by looking again', () => {
    for (const { guide, steps } of resolved(VALUES)) expect(steps.at(-1)?.command, guide).toMatch(/^(crane-doctor|ccon run)\b/);
  });
});

test('a shell can parse every command, whatever the values', () => {
  const commands = new Set(
    GUIDES.en.flatMap(({ covers }) =>
      NODES.flatMap((node) => {
        const remedy = covers[0] && remedyFor(covers[0].replace('*', 'any-check'), VALUES, node, 'en');
        return remedy ? remedy.steps.flatMap(({ command }) => command ?? []) : [];
      }),
    ),
  );
  expect(commands.size).toBeGreaterThan(100);
  // All by one shell: one for each takes its time on a busy machine. What does not end in its own parentheses breaks the rest.
  const script = [...commands].map((command) => `(\n${command}\n)\n`).join('');
  execFileSync('/bin/bash', ['-n'], { input: script, stdio: ['pipe', 'pipe', 'pipe'] });
});

test('a command that changes the node says so', () => {
  const CHANGES =
    /\b(systemctl (re)?start|systemctl (enable|unmask|kill)|(re)?install|upgrade|modprobe|mknod|chmod|chown|mv|rm|rmdir|cp|pdcp|pdsh|umount|pkill|sed -i|makestep|crictl rm|rmi --prune|rmp|images import|sysctl -p|tee -a|sss_cache)\b|-delete|> \/etc|\bpull \{target\}|^crane-doctor smoke\b/;
  const commands = GUIDES.en.flatMap(({ steps }) => steps.flatMap((step) => step.commands));
  for (const { shell, root, changes } of commands) {
    if (CHANGES.test(shell)) expect({ shell, root, changes }).toMatchObject({ root: true, changes: true });
    else if (changes) expect(shell).toMatch(/ > \{config\}/);
  }
});
