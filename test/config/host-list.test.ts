import { describe, expect, it } from 'vitest';
import { hostBudget, hostListSurprises, parseHostList } from '../../src/config/host-list.ts';

describe('ParseHostList', () => {
  it.each([
    ['cn01', ['cn01']],
    ['', []],
    [' a , b ', ['a', 'b']],
    ['cn[01-03]', ['cn01', 'cn02', 'cn03']],
    ['cn[1,3,05-06]', ['cn1', 'cn3', 'cn05', 'cn06']],
    ['cn[8-11]', ['cn8', 'cn9', 'cn10', 'cn11']],
    ['r[1-2]n[1-2]', ['r1n1', 'r1n2', 'r2n1', 'r2n2']],
    ['cn[1-2].hpc.example', ['cn1.hpc.example', 'cn2.hpc.example']],
    ['cn[1-2]-ib', ['cn[1-2]-ib']],
    ['cn[3-1]', []],
    ['a,cn[1-2],b', ['a', 'cn1', 'cn2', 'b']],
    ['cn[ 1 - 2 ]', ['cn1', 'cn2']],
  ])('%j', (text, hosts) => {
    expect(parseHostList(text)).toEqual({ hosts });
  });

  it.each(['cn[a-b]', 'cn[]', 'cn[1-2', 'cn1]', 'cn[[1]]', 'cn[1-99999999999999999999]'])('%j is illegal', (text) => {
    expect(parseHostList(text)).toEqual({ fault: 'illegal' });
  });

  it.each(['cn[1-1000000]', 'r[1-1000]n[1-1000]', 'a[0-18446744073709551615]', `${'x'.repeat(1_000_000)}[1-99999]`])(
    'does not spell out what is too much',
    (text) => {
      expect(parseHostList(text)).toEqual({ fault: 'too-many' });
    },
  );
});

describe('what may be spelled out of all lists of a file', () => {
  it('gets less with each list, and not by one that is too long', () => {
    const budget = hostBudget(5);
    expect(parseHostList('cn[1-3]', budget)).toEqual({ hosts: ['cn1', 'cn2', 'cn3'] });
    for (const text of ['cn[1-3]', 'cn[1-2],a', 'cn[1,2,3]', 'a,b,c', 'r[1-2]n[1-2]']) {
      expect(parseHostList(text, budget)).toEqual({ fault: 'too-many' });
    }
    expect(parseHostList('a,cn[7-7]', budget)).toEqual({ hosts: ['a', 'cn7'] });
    expect(budget).toMatchObject({ hosts: 0, characters: 20_000_000 - 9 - 4 });
  });

  it('many ranges in one pair of brackets are too many as soon as they are', () => {
    // 36,000,000,000 names, were they spelled out.
    expect(parseHostList(`cn[${'1-90000,'.repeat(400_000)}1]`)).toEqual({ fault: 'too-many' });
  });
});

describe('what a host list hardly means', () => {
  it.each([
    ['cn[01-04]', [], []],
    ['cn[1-2].hpc,a,b[3]', [], []],
    ['cn[5-5]', [], []],
    ['cn[1-2]-ib', ['cn[1-2]-ib'], []],
    ['a,cn[1-2]x,cn[1-2]', ['cn[1-2]x'], []],
    ['cn[3-1]', [], ['cn[3-1]']],
    ['cn[1,10-09],r[1-2]n[2-1].x', [], ['cn[1,10-09]', 'r[1-2]n[2-1].x']],
    ['cn[9-10]', [], []],
    ['cn[[1]', [], []],
  ])('%j', (text, literal, descending) => {
    expect(hostListSurprises(text)).toEqual({ literal, descending });
  });

  it('is found as fast as the text is long', () => {
    const long = `${'[1]'.repeat(500_000)}x\n.${'.a'.repeat(100_000)}`;
    expect(parseHostList(long)).toEqual({ hosts: [long] });
    expect(hostListSurprises(long).literal).toHaveLength(1);
  });
});
