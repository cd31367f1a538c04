import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeChanges } from '../../src/host/changes/node-changes.ts';
import { liveHost } from '../../src/host/live.ts';
import { removeCniState } from '../../src/smoke/remove-cni-state.ts';

const asRoot = process.getuid?.() === 0;

test.runIf(asRoot)('of the addresses of a network, that of the pod is given back, and no other', async () => {
  const [own, other] = ['a', 'b'].map((digit) => digit.repeat(64));
  // Leases lie where all nodes of this machine have theirs: this network has a name of its own.
  const leases = `/var/lib/cni/networks/crane-doctor-test-${randomInt(1_000_000)}`;
  mkdirSync(leases, { recursive: true });
  const host = liveHost();
  try {
    writeFileSync(`${leases}/10.88.0.7`, `${own}\r\neth0`);
    writeFileSync(`${leases}/10.88.0.8`, `${other}\r\neth0`);
    writeFileSync(`${leases}/last_reserved_ip.0`, '10.88.0.8');
    expect(await removeCniState({ host, changes: nodeChanges() }, own!)).toEqual([]);
    expect(readdirSync(leases).sort()).toEqual(['10.88.0.8', 'last_reserved_ip.0']);
  } finally {
    host.close();
    rmSync(leases, { recursive: true, force: true });
  }
});
