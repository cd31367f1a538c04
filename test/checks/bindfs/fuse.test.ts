import { describe, expect, it } from 'vitest';
import { fuseDevice } from '../../../src/checks/bindfs/fuse-device.ts';
import { fuseModule } from '../../../src/checks/bindfs/fuse-module.ts';
import { answered, refused, type HostError } from '../../../src/host/answer.ts';
import { contentOf } from '../../../src/host/files/content.ts';
import type { Host } from '../../../src/host/host.ts';
import type { PathInfo } from '../../../src/host/questions.ts';
import { recordingOf, replayHost, type RecordedAnswer } from '../../../src/host/replay.ts';
import { identityOfNode, pathInfo } from '../runtime/recorded-facts.ts';
import { runCheck } from '../run-check.ts';

const RELEASE = '5.14.0-427.13.1.el9_4.x86_64';
const WITH_FUSE = 'nodev\tsysfs\nnodev\ttmpfs\n\text4\nnodev\tfuse\n\tfuseblk\nnodev\tfusectl\n';
// fusectl and fuseblk are other file systems.
const WITHOUT_FUSE = 'nodev\tsysfs\n\text4\nnodev\tfusectl\n\tfuseblk\n';
const ABSENT: HostError = { code: 'ENOENT', message: 'no such file or directory' };

const DEVICE = pathInfo('character-device', '/dev/fuse', 0o600, { device: { major: 10, minor: 229 } });

/** A file as the host would have read it; an error where there is none. */
function file(path: string, maxBytes: number, text: string | HostError): RecordedAnswer {
  const answer = typeof text === 'string' ? answered(contentOf(Buffer.from(text), 0)) : refused(text);
  return { method: 'readFile', args: { path, maxBytes }, answer };
}

function who(root: boolean): RecordedAnswer {
  const os = { id: 'rocky', idLike: ['rhel'], versionId: '9.4', prettyName: 'Rocky Linux 9.4' };
  const identity = identityOfNode({ os, kernel: RELEASE, uid: root ? 0 : 1000, root });
  return { method: 'identity', args: {}, answer: answered(identity) };
}

const filesystems = (text: string | HostError): RecordedAnswer => file('/proc/filesystems', 65_536, text);
const modules = (list: string, text: string | HostError): RecordedAnswer =>
  file(`/lib/modules/${RELEASE}/${list}`, 16 * 1024 * 1024, text);
const device = (info: PathInfo | HostError): RecordedAnswer => ({
  method: 'stat',
  args: { path: '/dev/fuse', follow: true },
  answer: 'code' in info ? refused(info) : answered(info),
});
const open = (error?: HostError): RecordedAnswer => ({
  method: 'openDevice',
  args: { path: '/dev/fuse' },
  answer: error ? refused(error) : answered({ opened: true }),
});
const hostOf = (...answers: RecordedAnswer[]): Host => replayHost(recordingOf(answers));

describe('the kernel’s FUSE', () => {
  it('is there where /proc/filesystems has it, built in or loaded', async () => {
    const ran = await runCheck(fuseModule, { host: hostOf(filesystems(WITH_FUSE)) });
    expect(ran.findings).toEqual([]);
    expect(ran.observed).toEqual({ fileSystem: 'fuse' });
  });

  it.each([
    ['kernel/fs/fuse/fuse.ko.xz:\n', ''],
    ['kernel/fs/ext4/ext4.ko: kernel/lib/crc16.ko\nextra/fuse.ko.zst: kernel/x.ko\n', ''],
    ['', 'kernel/fs/ext4/ext4.ko\nkernel/fs/fuse/fuse.ko\n'],
  ])('is not loaded where only its module is there (%j, %j)', async (dep, builtin) => {
    const host = hostOf(
      filesystems(WITHOUT_FUSE),
      who(false),
      modules('modules.dep', dep),
      modules('modules.builtin', builtin),
    );
    const ran = await runCheck(fuseModule, { host });
    expect(ran.codes).toEqual(['not-loaded']);
    expect(ran.status).toBe('warn');
    expect(ran.messages[0]?.en).toContain('fuse.ko');
  });

  it.each([
    ['its lists have no such module', 'kernel/fs/fuse/virtiofs.ko: kernel/y.ko\nkernel/z.ko: kernel/fs/fuse/fuse.ko\n'],
    ['there are no lists', ABSENT],
  ])('is absent where %s', async (_, list) => {
    const host = hostOf(
      filesystems(WITHOUT_FUSE),
      who(false),
      modules('modules.dep', list),
      modules('modules.builtin', ABSENT),
    );
    const ran = await runCheck(fuseModule, { host });
    expect(ran.codes).toEqual(['absent']);
    expect(ran.messages[0]?.zh).toContain(RELEASE);
  });

  it('is unknown where /proc or the lists cannot be read', async () => {
    const denied: HostError = { code: 'EACCES', message: 'permission denied' };
    expect((await runCheck(fuseModule, { host: hostOf(filesystems(denied)) })).codes).toEqual(['could-not-look']);
    const host = hostOf(filesystems(WITHOUT_FUSE), who(false), modules('modules.dep', denied));
    expect((await runCheck(fuseModule, { host })).codes).toEqual(['could-not-look']);
  });
});

describe('/dev/fuse', () => {
  it('is well for root, also with 0600', async () => {
    const ran = await runCheck(fuseDevice, { host: hostOf(device(DEVICE), who(true), filesystems(WITH_FUSE), open()) });
    expect(ran.findings).toEqual([]);
    expect(ran.observed).toMatchObject({ mode: 'crw-------', device: '10:229', opened: true });
  });

  it('is not opened by others than root, whose rights say nothing', async () => {
    // A replaying host that is asked to open it would answer NOT_RECORDED, and that be a finding.
    const ran = await runCheck(fuseDevice, { host: hostOf(device(DEVICE), who(false), filesystems(WITH_FUSE)) });
    expect(ran.findings).toEqual([]);
  });

  it('is not opened where that would load the module', async () => {
    const ran = await runCheck(fuseDevice, { host: hostOf(device(DEVICE), who(true), filesystems(WITHOUT_FUSE)) });
    expect(ran.findings).toEqual([]);
  });

  it('can be missing, or be something else', async () => {
    expect((await runCheck(fuseDevice, { host: hostOf(device(ABSENT)) })).codes).toEqual(['missing']);
    for (const other of [
      { ...DEVICE, type: 'file' as const, device: null },
      { ...DEVICE, type: 'block-device' as const },
      { ...DEVICE, device: { major: 10, minor: 200 } },
    ]) {
      expect((await runCheck(fuseDevice, { host: hostOf(device(other)) })).codes).toEqual(['not-a-device']);
    }
  });

  it.each([
    ['EPERM', 'permission'],
    ['EACCES', 'permission'],
    ['ENODEV', 'not-a-device'],
    ['EBUSY', 'could-not-look'],
  ])('that root cannot open with %s is %s', async (errno, expected) => {
    const error = { code: errno, message: 'not opened' };
    const host = hostOf(device(DEVICE), who(true), filesystems(WITH_FUSE), open(error));
    expect((await runCheck(fuseDevice, { host })).codes).toEqual([expected]);
  });
});
