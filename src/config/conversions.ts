const UINT64_MAX = (1n << 64n) - 1n;

const TRUE_WORDS = ['y', 'yes', 'true', 'on'];
const FALSE_WORDS = ['n', 'no', 'false', 'off'];

/**
 * yaml-cpp's as<bool> (convert.cpp): eight words, in lower case, UPPER case or Capitalised; quotes do
 * not matter. Undefined for everything else, `1` and `0` too.
 */
export function asBool(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  const capitalised = lower.slice(0, 1).toUpperCase() + lower.slice(1);
  if (text !== lower && text !== lower.toUpperCase() && text !== capitalised) return undefined;
  if (TRUE_WORDS.includes(lower)) return true;
  return FALSE_WORDS.includes(lower) ? false : undefined;
}

/**
 * yaml-cpp's as<uint32_t> and as<uint64_t> (convert.h through std::istream): `0x` is hexadecimal, a
 * leading `0` octal; blanks may follow but not lead, no minus. Undefined where it does not convert.
 */
export function asUnsigned(text: string, bits: 32 | 64): bigint | undefined {
  const match = /^\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)[ \t\n\v\f\r]*$/.exec(text);
  if (!match) return undefined;
  const prefix = /^0[xX]/.test(match[1]!) ? '0x' : match[1]!.startsWith('0') ? '0o' : '';
  const digits = match[1]!.replace(/^0[xX]/, '').replace(/^0+(?=.)/, '');
  if (digits.length > 22) return undefined;
  const value = BigInt(prefix + digits);
  return value < 1n << BigInt(bits) ? value : undefined;
}

/** True where as<uint> takes a number with leading zeros for an octal one of another value: `010` is 8. */
export function isOctalSurprise(text: string): boolean {
  const value = asUnsigned(text, 64);
  return /^\+?0[0-7]+\s*$/.test(text) && value !== undefined && value > 7n;
}

/** std::stoul in base 10: undefined where it throws. What follows the digits does not matter. */
export function stoul(text: string): bigint | undefined {
  const match = /^[ \t\n\v\f\r]*([+-]?)(\d+)/.exec(text);
  if (!match) return undefined;
  const digits = match[2]!.replace(/^0+(?=\d)/, '');
  const magnitude = digits.length > 20 ? UINT64_MAX + 1n : BigInt(digits);
  if (magnitude > UINT64_MAX) return undefined;
  return match[1] === '-' ? BigInt.asUintN(64, -magnitude) : magnitude;
}

const FACTORS: Readonly<Record<string, bigint>> = { K: 1n << 10n, M: 1n << 20n, G: 1n << 30n, B: 1n };

/**
 * util::ParseMemory (String.cpp) in bytes: the first digits with one of `K M B G` right behind them,
 * wherever they stand, so `1.5G` is 5G. `illegal`: none; `stoul`: too many digits for it.
 */
export function parseMemory(text: string): bigint | 'illegal' | 'stoul' {
  const match = /(\d+)([KMBG])/.exec(text);
  if (!match) return 'illegal';
  const count = stoul(match[1]!);
  return count === undefined ? 'stoul' : BigInt.asUintN(64, count * FACTORS[match[2]!]!);
}

/**
 * What craned makes of a size, where that is hardly what is written: only a part of it was read
 * (`1.5G`), or it does not fit 64 bits. Null where all of it counts, `50M`, `50MB` and `50MiB` alike.
 */
export function memoryMisread(text: string): string | null {
  const bytes = parseMemory(text);
  const match = /(\d+)([KMBG])/.exec(text);
  if (typeof bytes !== 'bigint' || !match) return null;
  const [part, digits, unit] = match as unknown as [string, string, string];
  if (BigInt(digits) * FACTORS[unit]! !== bytes) return `${bytes}B`;
  const around = `${text.slice(0, match.index)}|${text.slice(match.index + part.length)}`;
  return /^\s*\+?\|(?:i?[Bb])?\s*$/.test(around) ? null : part;
}

/** inet_pton(AF_INET): four decimal numbers, no leading zeros. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/**
 * util::NormalizeClusterDomain (String.cpp): blanks and dots around it are cut; where nothing is left
 * it is the default.
 */
export function normalizeClusterDomain(text: string, fallback: string): string {
  return text.replace(/^[ \t\n\v\f\r.]+/, '').replace(/[ \t\n\v\f\r.]+$/, '') || fallback;
}

/** `base / value` of std::filesystem: an absolute value replaces the base, nothing is normalised. */
export function joinPath(base: string, value: string): string {
  if (value.startsWith('/')) return value;
  return base === '' || base.endsWith('/') ? base + value : `${base}/${value}`;
}
