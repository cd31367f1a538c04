import { describe, expect, test } from 'vitest';

import { runtimeOfEndpoint } from '../../src/cri/runtimes.ts';
import { compareRuntimeVersions, isBefore, parseRuntimeVersion } from '../../src/cri/version.ts';

describe('versions as runtimes send them', () => {
  test.each([
    ['1.6.20~ds1', [1, 6, 20], null],
    ['1.7.24~ds1', [1, 7, 24], null],
    ['v2.2.4', [2, 2, 4], null],
    ['26.1.5+dfsg1', [26, 1, 5], null],
    ['1.33.13', [1, 33, 13], null],
    ['v2.0.0-rc.1', [2, 0, 0], 'rc.1'],
    ['2.1.0-beta.0', [2, 1, 0], 'beta.0'],
    ['v1.7.2-14-gabcdef0', [1, 7, 2], null],
    ['v1.7', [1, 7, 0], null],
  ] as const)('%s', (text, numbers, preRelease) => {
    expect(parseRuntimeVersion(text)).toEqual({ numbers, preRelease });
  });

  test.each(['unknown', '', 'v', 'main', '1', '1.x.2', '2.2.4 or so', '99999999999999999999.1.2'])(
    '%j is none',
    (text) => {
      expect(parseRuntimeVersion(text)).toBeNull();
    },
  );

  test('order', () => {
    const sorted = [
      '1.6.20~ds1',
      '1.7.0-alpha.1',
      '1.7.0-rc.2',
      '1.7.0-rc.10',
      'v1.7.0',
      '1.7.24',
      'v2.0.0-rc.1',
      '10.0.0',
    ];
    const parsed = sorted.map((text) => parseRuntimeVersion(text)!);
    expect(parsed.toReversed().sort(compareRuntimeVersions)).toEqual(parsed);
    expect(compareRuntimeVersions(parseRuntimeVersion('v1.7.2')!, parseRuntimeVersion('1.7.2~ds1')!)).toBe(0);
  });

  test('an unreadable version is before nothing', () => {
    expect(isBefore('1.6.20~ds1', '1.7')).toBe(true);
    expect(isBefore('1.7.0', '1.7')).toBe(false);
    expect(isBefore('1.26.0', '1.7')).toBe(false);
    expect(isBefore('unknown', '1.7')).toBe(false);
  });
});

test('a runtime is known by its default socket', () => {
  expect(runtimeOfEndpoint('/var/run/crio/crio.sock')?.unit).toBe('crio.service');
  expect(runtimeOfEndpoint('/run/k3s/containerd/containerd.sock')).toBeNull();
});
