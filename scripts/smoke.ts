import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import buildOnce from '../test/support/build-once.ts';
import { BUNDLE, NODE } from '../test/support/checkout.ts';
import { Cleanup } from '../test/support/cleanup.ts';
import { importShell, makeSmokeNode } from '../test/support/smoke-node.ts';
import { pictureOf } from './pictures.ts';

/* `npm run smoke`: the pictures of docs/smoke.md, from a real test on a real containerd (as root, with `npm run test:all`'s packages). */

const images = fileURLToPath(new URL('../docs/images', import.meta.url));
const TITLES = {
  en: "Each step with its time against craned's deadline, and beside them the name servers as the container sees them, with what to do",
  zh: '每一步及其用时与 craned 时限的对比，旁边是容器所见的域名服务器与解决方法',
};
const cleanup = new Cleanup();

await buildOnce();
try {
  const node = await makeSmokeNode(cleanup, { hostname: 'cn07', node: { bindFs: true } });
  await importShell(cleanup, node);
  const { enter } = node.namespaces;
  // Where a node has it, so that the remedies name it there.
  const [nsenter = '', ...into] = enter;
  execFileSync(nsenter, [
    ...into,
    'sh',
    '-c',
    'mkdir -p /etc/crane && cp "$1" /etc/crane/config.yaml',
    'sh',
    node.config,
  ]);
  for (const lang of ['en', 'zh'] as const) {
    const svg = await pictureOf(
      {
        name: 'smoke',
        title: TITLES[lang],
        args: ['--lang', lang, '--directory', node.work],
        columns: 126,
        rows: 30,
        press: '',
        shows: ['smoke/dns-loopback', 'nameserver 127.0.0.1'],
      },
      [...enter, NODE, BUNDLE, 'smoke'],
    );
    await writeFile(`${images}/smoke${lang === 'zh' ? '.zh' : ''}.svg`, svg);
  }
} finally {
  await cleanup.run();
}
