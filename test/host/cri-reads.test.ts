import { expect, test } from 'vitest';
import { CRI_READS } from '../../src/cri/cri-reads.ts';
import { SERVICE_OF } from '../../src/cri/changing-calls.ts';
import { criMethods } from '../../src/cri/codec.ts';
import { liveHost } from '../../src/host/live.ts';

test('a host answers no call that changes the node, whatever listens there', async () => {
  const host = liveHost();
  for (const [method, service] of Object.entries(SERVICE_OF)) {
    const answer = await host.ask('cri', { socket: '/nowhere', service, method, request: {} });
    expect(answer).toMatchObject({ ok: false, error: { code: 'EINVAL' } });
  }
  host.close();
});

test('every call of the proto file is either a question or a change', () => {
  const all = (['RuntimeService', 'ImageService'] as const).flatMap((service) => [...criMethods(service).keys()]);
  const known = [...CRI_READS, ...Object.keys(SERVICE_OF), 'GetContainerEvents'];
  expect(all.sort()).toEqual(known.sort());
});
