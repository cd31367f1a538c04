import { stoul } from './conversions.ts';

/** What may still be spelled out of the lists of a file; each list takes from it. */
export interface HostBudget {
  /** Names. */
  hosts: number;
  /** Their characters: a name can be as long as the file. */
  characters: number;
}

/** By itself no more is spelled out than this; the largest clusters have some ten thousand nodes. */
export function hostBudget(hosts = 100_000): HostBudget {
  return { hosts, characters: 20_000_000 };
}

/** The names of a host list, or that craned refuses it, or that it has more names than we look at. */
export type HostList = { readonly hosts: readonly string[] } | { readonly fault: 'illegal' | 'too-many' };

const ILLEGAL: HostList = { fault: 'illegal' };

/**
 * util::ParseHostList (String.cpp): blanks are removed, commas outside brackets separate, `cn[01-10]`
 * is padded to the width of its start, several brackets multiply. What follows the last bracket has
 * to begin with a dot: `cn[1-2]-ib` is one host of that very name. No more is spelled out than `budget` has left.
 */
export function parseHostList(text: string, budget: HostBudget = hostBudget()): HostList {
  const items = splitItems(text.replaceAll(' ', ''));
  if (!items) return ILLEGAL;
  const left = { ...budget };
  const hosts: string[] = [];
  for (const item of items) {
    if (item === '') continue;
    const expanded = isExpanded(item) ? expand(item, left) : [item];
    if (expanded === 'illegal') return ILLEGAL;
    if (expanded === 'too-many' || expanded.length > left.hosts) return { fault: 'too-many' };
    for (const host of expanded) {
      hosts.push(host);
      left.characters -= host.length;
    }
    left.hosts -= expanded.length;
  }
  Object.assign(budget, left);
  return { hosts };
}

/**
 * Items of a list that craned reads without complaint, but hardly as they are meant: `literal` ones have
 * brackets that are not expanded (`cn[1-2]-ib`), `descending` ones a range that stands for no host.
 */
export function hostListSurprises(text: string): { literal: readonly string[]; descending: readonly string[] } {
  const items = splitItems(text.replaceAll(' ', '')) ?? [];
  const bracketed = items.filter((item) => item.includes('['));
  const literal = bracketed.filter((item) => !isExpanded(item));
  const descending = bracketed.filter((item) => isExpanded(item) && hasDescendingRange(item));
  return { literal, descending };
}

function hasDescendingRange(item: string): boolean {
  for (const [, from, to] of item.matchAll(/(?<=[[,])(\d+)-(\d+)(?=[\],])/g)) {
    const [first, last] = [stoul(from!), stoul(to!)];
    if (first !== undefined && last !== undefined && last < first) return true;
  }
  return false;
}

/** Whether craned's expression for what is to be expanded matches: a bracket at the end, or in front of a dot. */
function isExpanded(item: string): boolean {
  return !item.includes('\n') && /\](?:\.|$)/.test(item);
}

/** The items between commas outside brackets; null where brackets are nested or not paired. */
function splitItems(text: string): string[] | null {
  const items: string[] = [];
  let item = '';
  let inside = false;
  for (const sign of `${text},`) {
    if (sign === '[' || sign === ']') {
      if (inside === (sign === '[')) return null;
      inside = !inside;
    }
    if (sign === ',' && !inside) {
      items.push(item.replace(/^[\t\n\v\f\r]+|[\t\n\v\f\r]+$/g, ''));
      item = '';
    } else {
      item += sign;
    }
  }
  return inside ? null : items;
}

function expand(item: string, left: HostBudget): string[] | 'illegal' | 'too-many' {
  const units = item.split(']');
  const suffix = units.pop()!;
  let names = [''];
  for (const unit of units) {
    const [head = '', ranges = ''] = unit.split('[');
    const tails = numbersOf(ranges, head, left);
    if (typeof tails === 'string') return tails;
    const count = names.length * tails.length;
    if (count > left.hosts || count * item.length > left.characters) return 'too-many';
    names = names.flatMap((name) => tails.map((tail) => name + tail));
  }
  return names.map((name) => name + suffix);
}

/** `head` with each number of `1,3,05-07` behind it; a descending range has none. */
function numbersOf(ranges: string, head: string, left: HostBudget): string[] | 'illegal' | 'too-many' {
  const tails: string[] = [];
  const most = Math.max(0, Math.floor(Math.min(left.hosts, left.characters / (head.length + 1))));
  for (const part of ranges.split(',')) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (!range) return 'illegal';
    const [, from = '', to] = range;
    if (tails.length >= most) return 'too-many';
    if (to === undefined) {
      tails.push(head + from);
      continue;
    }
    const [first, last] = [stoul(from), stoul(to)];
    if (first === undefined || last === undefined) return 'illegal';
    const room = Math.min(most - tails.length, Math.floor(left.characters / (head.length + from.length)));
    if (last - first >= BigInt(Math.max(0, room))) return 'too-many';
    for (let number = first; number <= last; number += 1n) tails.push(head + String(number).padStart(from.length, '0'));
  }
  return tails;
}
