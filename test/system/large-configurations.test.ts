import { describe, expect, it } from 'vitest';
import { MAX_CONFIG_BYTES, parseConfig } from '../../src/config/read-config.ts';

function outcomeOf(text: string): string {
  return parseConfig(Buffer.from(text, 'latin1'), { path: '/c', supervisorExists: () => true }).outcome;
}

const fill = (unit: string): string => unit.repeat(Math.floor(MAX_CONFIG_BYTES / unit.length));

describe('4 MiB of anything end soon and without an exception', () => {
  it.each([
    ['entries', fill('a: b\n'), 'unknown'],
    ['items', fill('- a\n'), 'unknown'],
    ['a flow list', `a: [${fill('a,').slice(100)}]\n`, 'unknown'],
    ['open brackets', fill('['), 'unknown'],
    ['nested items', fill('- '), 'aborts'],
    ['question marks', fill('? '), 'aborts'],
    ['a plain scalar of many lines', `a: ${fill('x\n ').slice(100)}`, 'exits'],
    ['escapes', `a: "${fill('\\n').slice(100)}"\n`, 'exits'],
    ['comments', `${fill('#\n').slice(100)}a: 1\n`, 'exits'],
    ['aliases', `x: &a b\ny: [${fill('*a,').slice(100)}]\n`, 'unknown'],
    ['a block scalar', `a: |\n${fill(' x\n').slice(100)}`, 'exits'],
    ['NUL', fill('\0'), 'aborts'],
    ['bytes that are no UTF-8', fill('\xff'), 'aborts'],
    ['tags', fill('!a'), 'unknown'],
    ['blanks', fill(' '), 'exits'],
    ['a host list', `Supervisor:\nNodes:\n  - name: "${fill('cn[1-99],').slice(100)}"\n`, 'exits'],
    ['a number', `Supervisor:\n  MaxLogFileNum: ${fill('9').slice(100)}\n`, 'aborts'],
    ['the same unknown key', `Supervisor:\n${fill('RuntimeEndpoint_of_a_long_name: 1\n').slice(340)}`, 'exits'],
  ])('%s', (_, text, outcome) => {
    expect(outcomeOf(text)).toBe(outcome);
  });
});
