import { joinPath } from './conversions.ts';
import { findEntry } from './find-entry.ts';
import type { ConfigNode, ConfigReading } from './reading.ts';
import type { Section } from './section.ts';
import type { Stops } from './stops.ts';

/** The defaults of CraneSched's PublicHeader.h. */
const DEFAULTS = {
  baseDir: '/var/crane/',
  cranedLog: 'craned/craned.log',
  supervisor: '/usr/libexec/csupervisor',
  supervisorLogDir: 'supervisor',
} as const;

/** The paths of a file that says nothing. */
export const DEFAULT_PATHS: ConfigReading['paths'] = {
  baseDir: DEFAULTS.baseDir,
  cranedLog: joinPath(DEFAULTS.baseDir, DEFAULTS.cranedLog),
  supervisor: DEFAULTS.supervisor,
  supervisorLogDir: joinPath(DEFAULTS.baseDir, DEFAULTS.supervisorLogDir),
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'off'];

/** Whether there is something at the path of Supervisor.Path, as far as that could be seen. */
export type SupervisorExists = (path: string) => boolean;

/** The first keys, in craned's order: directories, `Supervisor`, `Craned`, the log (ParseConfig, Craned.cpp). */
export function readDaemons(root: Section, stops: Stops, exists: SupervisorExists): ConfigReading['paths'] {
  const baseDir = root.text('CraneBaseDir', DEFAULTS.baseDir);
  const cranedLog = joinPath(baseDir, root.text('CranedLogFile', DEFAULTS.cranedLog));
  const logLevel = root.text('CranedDebugLevel', 'info');
  const supervisor = readSupervisor(root, stops, exists);
  const log = readCraned(root);
  if (!LOG_LEVELS.includes(logLevel)) {
    const span = root.get('CranedDebugLevel')?.span ?? null;
    stops.exits('value', 'CranedDebugLevel', `Illegal Craned debug-level format: ${logLevel}.`, span);
  }
  openLog(root, log, stops);
  for (const key of ['CranedUnixSockPath', 'CranedForPamUnixSockPath', 'CranedScriptDir', 'CranedMutexFilePath']) {
    root.text(key, '');
  }
  root.text('CranedListen', '');
  root.text('CranedListenPort', '');
  root.bool('CompressedRpc', false);
  root.bool('EnableSlurmCompatibleEnv', false);
  return {
    baseDir,
    cranedLog,
    supervisor: supervisor.path,
    supervisorLogDir: joinPath(baseDir, supervisor.logDir),
  };
}

/** Supervisor.Path with its default, which is also that of a value that is no text. */
export function supervisorPathOf(root: ConfigNode): string {
  const node = findEntry(root, 'Supervisor.Path')?.value;
  return node?.kind === 'scalar' || node?.kind === 'null' ? node.text : DEFAULTS.supervisor;
}

/** `Supervisor` (ParseSupervisorConfig). A null or a list passes with the defaults. */
function readSupervisor(root: Section, stops: Stops, exists: SupervisorExists): { path: string; logDir: string } {
  if (!root.has('Supervisor')) stops.exits('missing', 'Supervisor', 'No Supervisor configuration found.', null);
  const section = root.section('Supervisor');
  const path = section.text('Path', DEFAULTS.supervisor);
  if (root.has('Supervisor') && !exists(path)) {
    const span = section.get('Path')?.span ?? section.span;
    stops.exits('value', 'Supervisor.Path', `csupervisor ${path} does not exist`, span);
  }
  const level = section.text('DebugLevel', 'trace');
  if (!LOG_LEVELS.includes(level)) {
    const words = `Illegal Supervisor debug-level: ${level}, should be one of trace,, debug, info, warn, error, off.`;
    stops.exits('value', 'Supervisor.DebugLevel', words, section.get('DebugLevel')?.span ?? null);
  }
  const logDir = section.text('LogDir', DEFAULTS.supervisorLogDir);
  section.memory('MaxLogFileSize', 0n);
  section.unsigned('MaxLogFileNum', 64, 0n);
  section.unsigned('ThreadPoolSize', 32, 0n);
  return { path, logDir };
}

interface LogSettings {
  readonly maxSize: bigint;
  readonly maxFiles: bigint;
}

/** `Craned` (ParseCranedConfig); gives what its log file is opened with. */
function readCraned(root: Section): LogSettings {
  const section = root.section('Craned');
  section.unsigned('PingInterval', 32, 0n);
  section.unsigned('CraneCtldTimeout', 32, 0n);
  const maxSize = section.memory('MaxLogFileSize', 1n);
  const maxFiles = section.unsigned('MaxLogFileNum', 64, 0n);
  section.unsigned('NodeHealthCheckInterval', 32, 0n);
  section.unsigned('ThreadPoolSize', 32, 0n);
  return { maxSize, maxFiles };
}

/** spdlog's rotating_file_sink throws where it cannot rotate. */
function openLog(root: Section, log: LogSettings, stops: Stops): void {
  const section = root.section('Craned');
  const fail = (key: string, words: string): void => {
    const path = section.pathOf(key);
    stops.aborts('value', path, `rotating sink constructor: ${words}`, section.get(key)?.span ?? null);
  };
  if (log.maxSize === 0n) fail('MaxLogFileSize', 'max_size arg cannot be zero');
  else if (log.maxFiles > 200_000n) fail('MaxLogFileNum', 'max_files arg cannot exceed 200000');
}
