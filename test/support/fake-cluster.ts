import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Clients of CraneSched that remember one node's state in files, and record how they were called. */
export interface FakeCluster {
  /** Every call, oldest first. */
  calls(): readonly string[];
  /** The node's state and reason as the control daemon has them. */
  control(): { readonly state: string; readonly reason: string };
  /** What a person does. */
  set(state: 'CRANE_NONE' | 'CRANE_DRAIN', reason?: string): void;
  /** From now on: `broken` ends with an error, `silent` does not end, `old` has a cinfo that tells no reasons. */
  become(mood: 'well' | 'broken' | 'silent' | 'old'): void;
}

/** The answers are protojson with the names of the proto files and default values, as the real clients print them. */
const CCONTROL = (state: string): string => `#!/bin/sh
echo "ccontrol $*" >>${state}/calls
[ "$HOME" ] || { echo 'neither $XDG_CONFIG_HOME nor $HOME are defined' >&2; exit 1; }
case $(cat ${state}/mood) in
broken) echo 'level=error msg="Failed to connect to CraneCtld"' >&2; exit 1 ;;
silent) trap '' TERM; sleep 1000 & wait; sleep 1000 ;;
esac
case "$1 $2" in
'show node') printf '{"craned_info_list":[{"hostname":"%s","resource_state":"CRANE_IDLE","control_state":"%s"}]}\\n' "$3" "$(cat ${state}/control)" ;;
update*)
  for word; do
    case $word in
    state=drain) echo CRANE_DRAIN >${state}/control ;;
    state=resume) echo CRANE_NONE >${state}/control ;;
    reason=*) echo "\${word#reason=}" >${state}/reason ;;
    esac
  done
  echo 'Nodes modified successfully' ;;
esac
`;

const CINFO = (state: string): string => `#!/bin/sh
echo "cinfo $*" >>${state}/calls
reason=", \\"reason\\":\\"$(cat ${state}/reason)\\""
[ "$(cat ${state}/mood)" = old ] && reason=
printf '{"partitions":[{"name":"CPU","craned_lists":[{"control_state":"%s","count":1,"craned_list_regex":"%s"%s}]}],"ok":true}\\n' "$(cat ${state}/control)" "$3" "$reason"
`;

/** Makes the programs in a directory. */
export function makeFakeCluster(directory: string): FakeCluster {
  const state = join(directory, 'cluster');
  mkdirSync(state, { recursive: true });
  const file = (name: string): string => join(state, name);
  const read = (name: string): string => readFileSync(file(name), 'utf8').trim();
  writeFileSync(join(directory, 'ccontrol'), CCONTROL(state), { mode: 0o755 });
  writeFileSync(join(directory, 'cinfo'), CINFO(state), { mode: 0o755 });
  for (const [name, text] of Object.entries({ calls: '', control: 'CRANE_NONE', reason: '', mood: 'well' }))
    writeFileSync(file(name), text);
  return {
    calls: () => read('calls').split('\n').filter(Boolean),
    control: () => ({ state: read('control'), reason: read('reason') }),
    set: (control, reason = '') => {
      writeFileSync(file('control'), control);
      writeFileSync(file('reason'), reason);
    },
    become: (mood) => writeFileSync(file('mood'), mood),
  };
}
