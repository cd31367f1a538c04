import { socketOf } from '../../cri/ask-cri.ts';
import { couldNotLook } from '../../host/answer.ts';
import type { Host } from '../../host/host.ts';
import { askRuntimeSettings } from '../../runtime/ask-runtime-settings.ts';
import { defineCheck, type CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { gresOfNode } from '../look/node-gres.ts';
import { oneLine } from '../look/one-line.ts';
import { unreadFile } from '../look/unread-settings.ts';
import { CNI_CODES } from './cni-codes.ts';
import type { Conf, Network } from './conf-file.ts';
import { cranePluginFindings } from './crane-plugins.ts';
import { networksLoaded } from './loaded-networks.ts';
import { askNetworkStatus, type NetworkStatus } from './network-status.ts';
import { findProgram, programsOf, type FoundProgram, type WantedProgram } from './plugin-programs.ts';

type Context = CheckContext<typeof CNI_CODES>;

/** A network with what was found of its programs. */
interface Looked {
  readonly network: Network;
  readonly programs: readonly { readonly wanted: WantedProgram; readonly found: FoundProgram }[];
}

/**
 * The configuration of the network that craned's pods get. CraneSched has no setting for it: the runtime
 * reads its own directory, craned never asks, and NetworkReady stays true where the program of a plugin
 * is not there (measured: containerd 1.7 and 2.2). So files and programs are looked at here, in the
 * directories that the runtime tells, and CraneSched's own plugins by their own rules. Without all of it
 * `ccon run --network host` still works.
 */
export const cni = defineCheck({
  id: 'cni',
  group: 'cni',
  title: { en: 'CNI configuration and plugins are in place', zh: 'CNI 配置与插件齐备' },
  needs: ['runtime-version'],
  explains: ['runtime-status/network-not-ready'],
  codes: CNI_CODES,
  async run(context) {
    const { host, config, found, notSeen, runs } = context;
    const socket = socketOf(config.container?.runtimeEndpoint ?? '');
    const [settings, told] = await Promise.all([askRuntimeSettings(host, socket), askNetworkStatus(host, socket)]);
    if (!told.ok) {
      // The call's failure is runtime-status's own finding; without an answer the directories are a guess.
      if (runs('runtime-status')) return { blockedBy: ['runtime-status'] };
      return { findings: [notSeen(`Status, ${socket}`, told.error)] };
    }
    const status = told.value;
    const unread = [settings.cniConfDir, settings.cniBinDirs].some(isGuess) ? unreadFile(settings) : null;
    if (unread) return { findings: [notSeen(unread.path, unread.error)] };
    const directory = settings.cniConfDir.value;
    const binDirs = settings.cniBinDirs.value;
    const strict = settings.name === 'containerd';
    const look = (network: Network): Promise<Looked> => lookAt(host, network, binDirs, status, strict);

    const loaded = await networksLoaded(host, directory, {
      max: strict ? (status.maxConfNum ?? 1) : null,
      usable: async (network) =>
        (await look(network)).programs.every(({ wanted, found }) => !isOfList(wanted) || found.state !== 'missing'),
    });
    const evidence = {
      confDir: directory,
      binDirs: [...binDirs],
      ...(status.loadError === '' ? {} : { lastCNILoadStatus: status.loadError }),
    };
    if (!loaded.ok && couldNotLook(loaded.error)) {
      return { observed: evidence, findings: [notSeen(directory, loaded.error)] };
    }
    const counting = loaded.ok ? loaded.value.counting : [];
    // Files that are not where runtimes usually have them say nothing about one that tells neither where its own are nor NetworkReady.
    if (counting.length === 0 && status.ready === null && isGuess(settings.cniConfDir)) {
      const message = 'the runtime tells neither its CNI directory nor NetworkReady, and nothing is here';
      return { observed: evidence, findings: [notSeen(directory, { code: 'NOT_TOLD', message })] };
    }
    if (counting.length === 0 && (status.ready !== true || (strict && status.networks.length === 0))) {
      return { observed: evidence, findings: [found('no-config', { directory }, { target: directory })] };
    }
    // What containerd holds in memory is what pods get, should its files have gone.
    const networks =
      counting.length === 0
        ? status.networks
        : counting.flatMap((conf) => (conf.state === 'network' ? [conf.network] : []));
    const looked = await Promise.all(networks.map(look));
    const gres = await gresOfNode(host, config);
    const passedOver = loaded.ok ? loaded.value.passedOver : [];
    const unused = loaded.ok ? loaded.value.unused : [];
    // Where nobody told the directories, a runtime with a network may have others than the usual ones.
    const guess = isGuess(settings.cniBinDirs) && status.ready !== false;
    return {
      observed: {
        ...evidence,
        ...(counting.length > 0 ? { confFiles: counting.map(({ path }) => path) } : {}),
        networks: networks.map(({ name }) => name),
        plugins: [...new Set(looked.flatMap(({ programs }) => programs.map(({ wanted }) => oneLine(wanted.name, 80))))],
        ...(passedOver.length > 0 ? { passedOver: passedOver.map(({ path }) => path) } : {}),
        ...(unused.length > 0 ? { unusedFiles: unused.slice(0, 20).map((name) => oneLine(name, 120)) } : {}),
      },
      findings: [
        ...counting.flatMap((conf) => confFindings(context, conf, status.ready === true ? 'warning' : 'error')),
        ...passedOver.flatMap((conf) => confFindings(context, conf, 'warning')),
        ...looked.flatMap((one) => programFindings(context, one, guess)),
        ...looked.flatMap(({ network }) => cranePluginFindings(found, network, directory, gres)),
      ],
    };
  },
});

/** A directory that nobody told: the runtime's usual one. */
function isGuess({ from }: { readonly from: string }): boolean {
  return from === 'default';
}

/** Programs of the plugins themselves, which CRI-O and cri-dockerd look for before they take a file. */
function isOfList({ by }: WantedProgram): boolean {
  return by === 'type' || /^plugins\[\d+\]$/.test(by);
}

async function lookAt(
  host: Host,
  network: Network,
  binDirs: readonly string[],
  status: NetworkStatus,
  strict: boolean,
): Promise<Looked> {
  // containerd brings up lo in every pod with a plugin of its own choice.
  const lo: WantedProgram[] =
    strict && status.loopback ? [{ name: 'loopback', by: 'cni-loopback', directories: binDirs, sure: true }] : [];
  const wanted = [...programsOf(network, binDirs), ...lo];
  const programs = await Promise.all(wanted.map(async (one) => ({ wanted: one, found: await findProgram(host, one) })));
  return { network, programs };
}

/** A runtime whose network is ready does without a file that it cannot use, until it is started again. */
function confFindings({ found, notSeen }: Context, conf: Conf, severity: 'error' | 'warning'): Finding[] {
  if (conf.state === 'unseen') return [notSeen(conf.path, conf.error)];
  if (conf.state !== 'invalid') return [];
  const { path, problem } = conf;
  const { kind, line, column } = problem;
  const location = kind === 'json' ? { path, line, column, length: 1 } : undefined;
  const args = { path, problem: kind, detail: oneLine(problem.detail, 120), line, column };
  return [found('invalid', args, { target: path, severity, location })];
}

function programFindings({ found, notSeen }: Context, { network, programs }: Looked, guess: boolean): Finding[] {
  // Not one of them in directories that nobody told: they are elsewhere, and the runtime knows where.
  if (guess && !programs.some(({ found }) => found.state === 'found')) return [];
  return programs.flatMap(({ wanted, found: program }) => {
    const plugin = oneLine(wanted.name, 120);
    switch (program.state) {
      case 'found':
        return [];
      case 'unseen':
        return [notSeen(program.path, program.error)];
      case 'not-executable': {
        const args = { plugin, program: program.path, mode: program.mode };
        return [found('plugin-not-executable', args, { target: program.path })];
      }
      case 'missing': {
        const directories = wanted.directories.join(', ');
        const args = { plugin, by: wanted.by, path: network.path, directories, elsewhere: program.elsewhere };
        return [found('plugin-missing', args, { target: plugin, severity: wanted.sure ? 'error' : 'warning' })];
      }
    }
  });
}
