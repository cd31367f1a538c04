const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

/** A line in CraneSched's format (spdlog, PublicHeader.h:59), at a point of time (Unix, ms) in local time. */
export function logLine(at: number, level: string, text: string, source = 'TaskManager.cpp:1569'): string {
  const d = new Date(at);
  const day = [pad(d.getFullYear() % 100), pad(d.getMonth() + 1), pad(d.getDate())].join('-');
  const clock = [d.getHours(), d.getMinutes(), d.getSeconds()].map((n) => pad(n)).join(':');
  return `[${level} ${day} ${clock}.${pad(d.getMilliseconds(), 3)} ${source}][default] ${text}\n`;
}

const REFUSED =
  'Failed to run pod sandbox: [gRPC:14] failed to connect to all addresses; last error: UNKNOWN: unix:/run/containerd/containerd.sock: Connection refused';

/** The log of a step whose pod fails as the socket of the runtime refuses: what csupervisor writes then. */
export function refusedStep(at: number, job: number): string {
  return [
    logLine(at, 'I', 'Supervisor started for user alice', 'Supervisor.cpp:120'),
    logLine(at + 5, 'E', REFUSED, 'CriClient.cpp:273'),
    logLine(at + 6, 'E', `Failed to run pod sandbox for container job #${job}: rpc failed`),
    logLine(at + 7, 'E', 'Failed to start daemon step, code: 49', 'Supervisor.cpp:416'),
  ].join('');
}
