import type { Json } from '../json.ts';
import { repliesOf, type CriRecording, type CriReplies } from './cri-recording.ts';

/** A condition of Status that is false, as the runtime words it. */
export interface Unready {
  readonly reason: string;
  readonly message: string;
  /** `lastCNILoadStatus` of containerd's verbose info: why it has no network. */
  readonly cniLoadStatus?: string;
}

/** The conditions that are not as recorded, by their types (`RuntimeReady`, `NetworkReady`). */
export type Conditions = { readonly [type: string]: Unready };

type Condition = { readonly type: string; readonly status: boolean; readonly reason: string; readonly message: string };

/** The recorded Status with some conditions false. */
export function statusWith(recording: CriRecording, unready: Conditions): CriReplies {
  const recorded = repliesOf(recording)['RuntimeService.Status'];
  if (!recorded || !('reply' in recorded)) return {};
  const { conditions } = recorded.reply['status'] as { readonly conditions: readonly Condition[] };
  const changed = conditions.map((condition) => {
    const said = unready[condition.type];
    return said ? { ...condition, status: false, reason: said.reason, message: said.message } : condition;
  });
  const cni = Object.values(unready).find((said) => said.cniLoadStatus !== undefined)?.cniLoadStatus;
  const info = recorded.reply['info'] as { readonly [key: string]: Json };
  const loading = cni === undefined ? {} : { lastCNILoadStatus: cni, 'lastCNILoadStatus.default': cni };
  const reply: { readonly [field: string]: Json } = {
    ...recorded.reply,
    status: { conditions: changed },
    info: { ...info, ...loading },
  };
  return { 'RuntimeService.Status': { reply } };
}
