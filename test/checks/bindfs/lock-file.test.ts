import { describe, expect, it } from 'vitest';
import { readLock } from '../../../src/checks/bindfs/lock-file.ts';

const LOCK = { source: '/home/leo', uid_offset: 99_000, gid_offset: 99_000, user: 'leo', group: 'leo', counter: 2 };

const read = (text: string): ReturnType<typeof readLock> => readLock(Buffer.from(text));
const withValues = (values: object): ReturnType<typeof readLock> => read(JSON.stringify({ ...LOCK, ...values }));

describe('a lock file', () => {
  it('tells the counter, the user and the source', () => {
    expect(withValues({})).toEqual({ kind: 'read', counter: 2, user: 'leo', source: '/home/leo' });
  });

  it('without content is that of a mount in the making', () => {
    expect(read('')).toMatchObject({ kind: 'read', counter: 0 });
  });

  it.each(Object.keys(LOCK))('needs %s', (name) => {
    expect(withValues({ [name]: undefined })).toEqual({ kind: 'bad', reason: `Missing required field: ${name}` });
    expect(withValues({ [name]: null })).toEqual({ kind: 'bad', reason: `Type mismatch: ${name}` });
    const other = typeof LOCK[name as keyof typeof LOCK] === 'string' ? 1 : '1';
    expect(withValues({ [name]: other })).toEqual({ kind: 'bad', reason: `Type mismatch: ${name}` });
  });

  it.each(['{', ' ', 'null', '[]', '"x"', '{"counter":1,}', `${JSON.stringify(LOCK)}}`, '{"counter":1e999}'])(
    'that holds %s is refused',
    (text) => expect(read(text).kind).toBe('bad'),
  );

  it('is refused where it is no UTF-8, or has half of a surrogate pair', () => {
    expect(readLock(Buffer.from([0x7b, 0xff, 0x7d]))).toEqual({ kind: 'bad', reason: 'JSON parse error' });
    expect(read(JSON.stringify(LOCK).replace('leo', '\\ud800'))).toEqual({ kind: 'bad', reason: 'JSON parse error' });
  });

  it("is read as nlohmann's parser reads it: a byte order mark, more keys, and what uint32_t makes of numbers", () => {
    expect(read(`\ufeff${JSON.stringify(LOCK)}`)).toMatchObject({ kind: 'read', counter: 2 });
    expect(withValues({ more: [] })).toMatchObject({ counter: 2 });
    expect(withValues({ counter: -1 })).toMatchObject({ counter: 4_294_967_295 });
    expect(withValues({ counter: 0.9 })).toMatchObject({ counter: 0 });
    expect(withValues({ counter: true })).toMatchObject({ counter: 1 });
  });
});
