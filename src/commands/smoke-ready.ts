import type { Finding } from '../checks/finding.ts';
import { readConfig } from '../config/read-config.ts';
import { distroOf } from '../guide/distro.ts';
import { nodeValues } from '../guide/values.ts';
import type { Host } from '../host/host.ts';
import type { About } from '../report/smoke/smoked.ts';
import { ownerHere } from '../smoke/owner.ts';
import type { SmokeParameters } from '../smoke/parameters.ts';
import { prepare, type SmokeRequest } from '../smoke/prepare.ts';
import { notPrepared, PREPARING, runSmoke, type Smoke, type SmokeEvent } from '../smoke/run.ts';
import { BINDFS_STEPS, STEPS } from '../smoke/sequence.ts';
import type { Step, StepContext } from '../smoke/step.ts';

/** What a test is to be, and the doors through which it sees and changes the node. */
export interface Wanted {
  readonly host: Host;
  readonly changes: StepContext['changes'];
  readonly asked: SmokeRequest;
  readonly bindfsOnly: boolean;
  readonly configPath: string;
}

/** A test that can begin: with what it would send, or with the finding that says why nothing can be sent. */
export interface Ready {
  readonly parameters: SmokeParameters | Finding;
  readonly about: About;
  readonly steps: readonly Step[];
}

/** Reads the configuration and completes what is asked for by it. Changes nothing. */
export async function readyFor({ host, asked, bindfsOnly, configPath }: Wanted): Promise<Ready> {
  const answer = await host.ask('identity', {});
  if (!answer.ok) throw new Error(answer.error.message);
  const identity = answer.value;
  // A container section that is off still names the runtime: the test is for a node that is being set up, too.
  const config = await readConfig(host, configPath, { asIfEnabled: true });
  const parameters = await prepare(host, config, identity.hostname, asked, bindfsOnly);
  const values = nodeValues(config, identity);
  const wording = { values, node: { distro: distroOf(identity.os), runtime: values['runtime'] ?? null } };
  const blocked = 'code' in parameters;
  return {
    parameters,
    about: {
      node: identity.hostname,
      parameters: blocked ? null : parameters,
      startedAt: Date.now(),
      wording,
    },
    steps: blocked ? [PREPARING] : bindfsOnly ? BINDFS_STEPS : STEPS,
  };
}

/** Carries a test out, with clearing up, whatever happens. */
export async function carryOut(
  { parameters, steps }: Ready,
  { host, changes, asked }: Wanted,
  signal: AbortSignal,
  tell?: (event: SmokeEvent) => void,
): Promise<Smoke> {
  if ('code' in parameters) return notPrepared(parameters, tell);
  const owner = await ownerHere(host, asked.mount);
  return runSmoke({ p: parameters, owner, host, changes, signal }, steps, tell);
}
