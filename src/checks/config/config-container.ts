import { KNOWN_KEYS, meantKey, RETIRED_KEYS } from '../../config/known-keys.ts';
import { defineCheck, type CheckContext } from '../check.ts';
import { tooOldForUserns, USERNS_KERNEL } from '../look/kernel-for-userns.ts';
import { CONTAINER_CODES } from './config-container-codes.ts';
import { placeOf, placeOfKey } from './config-place.ts';
import { isWithin, listAsSection, nullText, octalNumbers, valueStop } from './config-value-findings.ts';
import type { Finding } from '../finding.ts';

type Context = CheckContext<typeof CONTAINER_CODES>;

/** Text keys that craned reads as `null` where no value is written. TempDir is not among them: nothing uses it. */
const TEXT_KEYS = ['Container.BindFs.MountBaseDir', 'Container.Dns.ClusterDomain'];

/**
 * The Container section: whether it is on, and the types and names of its keys. While it is off only
 * `Enabled` is judged, as craned does not look further either.
 */
export const configContainer = defineCheck({
  id: 'config-container',
  group: 'config',
  title: { en: 'Container section is well formed', zh: 'Container 配置格式正确' },
  feature: 'any',
  role: 'any',
  machine: false,
  needs: ['config-file'],
  decides: ['Container'],
  codes: CONTAINER_CODES,
  async run(context) {
    const { config, options } = context;
    const on = options.asIfEnabled || config.containerEnabled === true;
    const findings = [
      ...sectionFindings(context),
      ...stopFindings(context),
      ...keyFindings(context, 'Container', on),
      ...(on ? await insideFindings(context) : []),
    ];
    const enabled = config.entry('Container.Enabled')?.value;
    return {
      observed: {
        enabled: config.containerEnabled,
        ...(enabled ? { line: enabled.span.line } : {}),
      },
      findings,
    };
  },
});

function sectionFindings(context: Context): Finding[] {
  const { config, found } = context;
  const section = config.entry('Container');
  if (!section) return [found('section-missing', {}, { target: 'Container' })];
  const location = placeOf(config, section.keySpan);
  if (section.value.kind === 'sequence') return listAsSection(context, 'Container');
  // Without Partitions craned does not come here, and config-cluster says so.
  if (config.containerEnabled !== false || config.entry('Partitions') === null) return [];
  const enabled = config.entry('Container.Enabled');
  const line = (enabled ?? section).keySpan.line;
  const about = { target: 'Container.Enabled', location: placeOf(config, enabled?.value.span) ?? location };
  return [found('disabled', { line, written: enabled !== null }, about)];
}

/** What craned stops at in the section. A missing endpoint is config-endpoints', which says more of it. */
function stopFindings(context: Context): Finding[] {
  return context.config.stops
    .filter(({ key }) => isWithin(key, 'Container') && !isElsewhere(context, key))
    .filter(({ kind, key }) => !(kind === 'missing' && key === 'Container.RuntimeEndpoint'))
    .map((stop) => valueStop(context, stop));
}

/** Values are reported once: by the check of their own section or key where that one runs. */
const JUDGED_BY = [
  ['Container.RuntimeEndpoint', 'config-endpoints'],
  ['Container.ImageEndpoint', 'config-endpoints'],
  ['Container.Dns', 'config-dns'],
  ['Container.SubId', 'config-subid'],
  ['Container.BindFs', 'config-bindfs'],
] as const;

function isElsewhere({ runs }: Context, key: string): boolean {
  return JUDGED_BY.some(([section, check]) => isWithin(key, section) && runs(check));
}

/** Names that craned does not know. While the section is off, only one that was meant to be `Enabled` matters. */
function keyFindings({ config, found }: Context, section: string, on: boolean): Finding[] {
  const known = KNOWN_KEYS.get(section) ?? [];
  const findings: Finding[] = [];
  for (const { key, keySpan } of config.entry(section)?.value.entries ?? []) {
    if (key === '' || key === '<<' || known.includes(key)) continue;
    const path = `${section}.${key}`;
    const about = { target: path, location: placeOf(config, keySpan) };
    const retired = RETIRED_KEYS.get(path);
    const meant = meantKey(key, known);
    if (!on && meant !== 'Enabled') continue;
    if (findings.length >= 20) break;
    findings.push(
      retired
        ? found('retired-key', { key: path, ...retired }, about)
        : found('unknown-key', { key: path, meant }, about),
    );
  }
  return findings;
}

async function insideFindings(context: Context): Promise<Finding[]> {
  const { runs } = context;
  const elsewhere = (key: string): boolean => isElsewhere(context, key);
  const sections = [...KNOWN_KEYS.keys()].slice(1);
  return [
    ...sections.flatMap((section) => [
      ...(elsewhere(section) ? [] : listAsSection(context, section)),
      ...keyFindings(context, section, true),
    ]),
    ...TEXT_KEYS.filter((key) => !elsewhere(key) && isRead(context, key)).flatMap((key) => nullText(context, key)),
    ...(runs('config-subid') ? [] : octalNumbers(context)),
    ...(runs('userns-kernel') ? [] : await kernelFindings(context)),
  ];
}

/** BindFs' keys are read only while BindFs is on. */
function isRead({ config }: Context, key: string): boolean {
  return !isWithin(key, 'Container.BindFs') || config.container?.bindFs.enabled === true;
}

/** craned's own hint: it goes by the version alone. An image tree has no kernel to go by. */
async function kernelFindings({ config, host, found }: Context): Promise<Finding[]> {
  if (config.container?.userNsEnabledByDefault !== true) return [];
  const identity = await host.ask('identity', {});
  if (!identity.ok || !tooOldForUserns(identity.value.kernel)) return [];
  const key = 'Container.UserNsEnabledByDefault';
  const location = placeOfKey(config, key) ?? placeOfKey(config, 'Container', 'key');
  const args = { kernel: identity.value.kernel, least: USERNS_KERNEL };
  return [found('userns-kernel', args, { target: key, location })];
}
