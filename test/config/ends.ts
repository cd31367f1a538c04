import { parseConfig } from '../../src/config/read-config.ts';
import type { ConfigReading } from '../../src/config/reading.ts';

/** The keys that craned wants, each with what stands behind its colon. */
const WANTED = {
  ControlMachine: ' mgmt01',
  ClusterName: ' demo',
  Supervisor: '\n  Path: /usr/libexec/csupervisor',
  Nodes: '\n  - { name: "cn[1-2]", cpu: 4, memory: 8G }',
  Partitions: '\n  - { name: CPU, nodes: ALL }',
};

/** A file with these keys in place of, or behind, those that craned wants; null leaves one out. */
export function file(changes: { readonly [key: string]: string | null } = {}): string {
  const keys = Object.entries({ ...WANTED, ...changes });
  return keys.map(([key, value]) => (value === null ? '' : `${key}:${value}\n`)).join('');
}

/** Reads a file, on a node that has csupervisor. */
export function read(text: string): ConfigReading {
  return parseConfig(new TextEncoder().encode(text), {
    path: '/etc/crane/config.yaml',
    supervisorExists: (path) => path === '/usr/libexec/csupervisor',
  });
}

/** `starts`, or how craned ends, with its words; of an exception of yaml-cpp what stands behind the place. */
export function end(text: string): string {
  const { outcome, message } = read(text);
  return message === null ? outcome : `${outcome} ${message.replace(/^yaml-cpp: error at line \d+, column \d+: /, '')}`;
}

/** yaml-cpp's words for a map where a list is gone through. */
export const NO_LIST = 'invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa';
/** How it ends where a section is a word; `key` is the first that is read from it. */
export const scalar = (key: string): string => `aborts operator[] call on a scalar (key: "${key}")`;
/** A file, and how craned ends with it. */
export type Row = readonly [text: string, end: string];

/** Rows of one key at the top of the file. */
export function rows(key: string, ends: { readonly [value: string]: string }): Row[] {
  return Object.entries(ends).map(([value, expected]) => [file({ [key]: value === '' ? '' : ` ${value}` }), expected]);
}

/** Rows of one key of a section, in flow style. */
export function within(section: string, ends: { readonly [entries: string]: string }): Row[] {
  return rows(section, Object.fromEntries(Object.entries(ends).map(([text, expected]) => [`{ ${text} }`, expected])));
}
