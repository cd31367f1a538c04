import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { liveHost } from '../../src/host/live.ts';
import { pullingRuntime, routesOf } from '../../src/registry/routes-of.ts';
import { registryOf } from '../registry/routes-reading.ts';
import { Cleanup, temporaryDirectory } from '../support/cleanup.ts';
import { startContainerd } from '../support/containerd.ts';
import { startEndpoints, type EndpointLog } from '../support/endpoint-log.ts';
import { describeWith } from '../support/needs.ts';
import { pullImage } from '../support/pull-image.ts';

for (const version of ['1.6', '1.7'] as const) {
  describeWith(['root', `containerd-${version}`], `the routes of containerd ${version}`, () => {
    let cleanup: Cleanup;
    let endpoints: EndpointLog;
    let certs: string;
    beforeEach(async () => {
      cleanup = new Cleanup();
      endpoints = await startEndpoints(cleanup, 3);
      certs = temporaryDirectory(cleanup);
    });
    afterEach(() => cleanup.run());

    const url = (index: number): string => `127.0.0.1:${endpoints.ports[index]}`;

    /** Puts a file into the directory of host directories. */
    function place(path: string, text: string): void {
      mkdirSync(join(certs, dirname(path)), { recursive: true });
      writeFileSync(join(certs, path), text);
    }

    /** What the routes to a registry say that will be asked. */
    async function foretold(socket: string, registry: string): Promise<readonly string[]> {
      const host = liveHost();
      cleanup.defer(() => host.close());
      const { routes } = await routesOf(host, await pullingRuntime(host, socket), registryOf(registry), 'app');
      return routes
        .filter(({ pulls }) => pulls !== 'digests')
        .flatMap(({ scheme, endpoint, path, repository, plainAfterTls }) => {
          const name = String.fromCharCode(65 + endpoints.ports.indexOf(endpoint.port));
          const plain = `${name} http ${path}/${repository}/manifests/x`;
          return scheme === 'http' ? [plain] : plainAfterTls ? [`${name} tls`, plain] : [`${name} tls`];
        });
    }

    /** Has containerd with these settings pull an image of the last endpoint; gives back what was asked and foretold. */
    async function pull(registry: string): Promise<{ asked: readonly string[]; foretold: readonly string[] }> {
      const { socket } = await startContainerd(cleanup, { version, registry });
      const said = await foretold(socket, url(2));
      await pullImage(socket, `${url(2)}/app:x`);
      return { asked: [...new Set(endpoints.asked)], foretold: said };
    }

    test('without any setting', async () => {
      const { asked, foretold } = await pull('');
      expect(asked).toEqual(foretold);
      expect(asked.at(-1)).toBe('C http /v2/app/manifests/x');
    });

    test('with registry.mirrors', async () => {
      const { asked, foretold } = await pull(`
        [plugins."io.containerd.grpc.v1.cri".registry.mirrors."${url(2)}"]
          endpoint = ["http://${url(0)}", "http://${url(1)}/prefix", "http://${url(1)}/"]`);
      expect(asked).toEqual(foretold);
      expect(asked.slice(0, 3)).toEqual([
        'A http /v2/app/manifests/x',
        'B http /prefix/app/manifests/x',
        'B http /app/manifests/x',
      ]);
    });

    test('with mirrors of all registries, over TLS that is not verified', async () => {
      const { asked, foretold } = await pull(`
        [plugins."io.containerd.grpc.v1.cri".registry.mirrors."*"]
          endpoint = ["https://${url(1)}", "http://${url(0)}"]
        [plugins."io.containerd.grpc.v1.cri".registry.configs."${url(1)}".tls]
          insecure_skip_verify = true
        [plugins."io.containerd.grpc.v1.cri".registry.configs."${url(0)}".tls]
          insecure_skip_verify = true`);
      expect(asked).toEqual(foretold);
      expect(asked[0]).toBe('B tls');
    });

    test('with a hosts.toml in the first directory that has the registry', async () => {
      place(
        `two/127.0.0.1_${endpoints.ports[2]}_/hosts.toml`,
        `[host."http://${url(1)}/cache"]
         [host."http://${url(0)}"]
           capabilities = ["push"]
         [host."http://${url(0)}/skip"]
           skip_verify = true`,
      );
      place(`two/127.0.0.1:${endpoints.ports[2]}/hosts.toml`, `[host."http://${url(0)}/colon"]\n`);
      const { asked, foretold } = await pull(`config_path = "${certs}/one:${certs}/two"`);
      expect(asked).toEqual(foretold);
      expect(asked[0]).toBe('B http /cache/v2/app/manifests/x');
    });

    test('with a hosts.toml of only a server, which 1.x does not take', async () => {
      place('_default/hosts.toml', `server = "http://${url(0)}"\n`);
      const { asked, foretold } = await pull(`config_path = "${certs}"`);
      expect(asked).toEqual(foretold);
      expect(asked.at(-1)).toBe('C http /v2/app/manifests/x');
    });

    test('with a hosts.toml of one wrong value, which counts for nothing', async () => {
      place('_default/hosts.toml', `[host."http://${url(0)}"]\n[host."http://${url(1)}"]\ncapabilities = ["fly"]\n`);
      const { asked, foretold } = await pull(`config_path = "${certs}"`);
      expect(asked).toEqual(foretold);
      expect(asked.at(-1)).toBe('C http /v2/app/manifests/x');
    });

    test('with an authority that is not there, or is none: nobody is asked', async () => {
      const empty = join(temporaryDirectory(cleanup), 'empty.pem');
      writeFileSync(empty, 'no certificate\n');
      for (const ca of ['/nowhere/ca.pem', empty]) {
        place('_default/hosts.toml', `[host."http://${url(0)}"]\n[host."https://${url(1)}"]\nca = "${ca}"\n`);
        const { asked } = await pull(`config_path = "${certs}"`);
        expect(asked).toEqual([]);
      }
    });

    test('with a server in the place of the registry', async () => {
      place('_default/hosts.toml', `server = "http://${url(1)}/x"\n[host."http://${url(0)}"]\noverride_path = true\n`);
      const { asked, foretold } = await pull(`config_path = "${certs}"`);
      expect(asked).toEqual(foretold);
      expect(asked).toEqual(['A http /app/manifests/x', 'B http /x/v2/app/manifests/x']);
    });
  });
}
