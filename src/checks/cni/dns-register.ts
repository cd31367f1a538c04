import { field, list, misfits, text, type GoObject } from './go-json.ts';

export type DnsRule =
  'wrong-type' | 'old-names' | 'no-endpoints' | 'ttl' | 'lease-ttl' | 'lease-below-ttl' | 'certificate-or-key';

/** A rule of dns-register that is broken, with the values; `severe` is false where a pod starts all the same. */
export interface DnsFault {
  readonly rule: DnsRule;
  readonly key: string;
  readonly value: string;
  readonly severe: boolean;
}

const LONGEST = 86_400;
const SHORTEST_LEASE = 5;

/**
 * What dns-register refuses in its configuration (FE tool/dns-register/dns-register.go, validate). An older
 * one has other keys (`etcdEndpoints`, `leaseTTL`) and fewer rules: which one is installed cannot be seen.
 */
export function dnsRegisterFaults(conf: GoObject): readonly DnsFault[] {
  const faults: DnsFault[] = [];
  const add = (rule: DnsRule, key: string, value = '', severe = true): void =>
    void faults.push({ rule, key, value, severe });
  const old = ['etcdEndpoints', 'leaseTTL'].filter((key) => field(conf, key) !== undefined);
  if (old.length > 0 && field(conf, 'etcd_endpoints') === undefined) {
    return [{ rule: 'old-names', key: old.join(', '), value: '', severe: false }];
  }
  const wrong = misfits(conf, { ttl: 'int', lease_ttl: 'int', etcd_cert_file: 'string', etcd_key_file: 'string' });
  wrong.forEach((key) => add('wrong-type', key));
  const endpoints = field(conf, 'etcd_endpoints');
  const named =
    typeof endpoints === 'string' ? endpoints.split(',').filter((one) => one.trim()) : list(conf, 'etcd_endpoints');
  const fits =
    endpoints === undefined || typeof endpoints === 'string' || named.every((one) => typeof one === 'string');
  if (!fits || (endpoints !== undefined && typeof endpoints !== 'string' && !Array.isArray(endpoints))) {
    add('wrong-type', 'etcd_endpoints');
  } else if (named.length === 0) add('no-endpoints', 'etcd_endpoints');

  const number = (key: string): number => {
    const value = field(conf, key);
    return typeof value === 'number' ? value : 0;
  };
  const [ttl, lease] = [number('ttl'), number('lease_ttl')];
  if (!wrong.includes('ttl') && (ttl < 1 || ttl > LONGEST)) add('ttl', 'ttl', String(ttl));
  if (lease > 0 && (lease < SHORTEST_LEASE || lease > LONGEST)) add('lease-ttl', 'lease_ttl', String(lease));
  else if (lease > 0 && lease < ttl) add('lease-below-ttl', 'lease_ttl', `${lease} < ${ttl}`);
  const [certificate, key] = [text(conf, 'etcd_cert_file'), text(conf, 'etcd_key_file')];
  if ((certificate === '') !== (key === '')) {
    const missing = certificate === '' ? 'etcd_cert_file' : 'etcd_key_file';
    // Without `required` a failure of etcd is only logged, and this is one.
    add('certificate-or-key', missing, '', field(conf, 'required') !== false);
  }
  return faults;
}
