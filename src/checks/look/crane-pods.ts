/** The filter for craned's own pods, which carry this label (CriClient.h): it keeps the reply small on a busy node. */
export const CRANE_PODS = { filter: { label_selector: { cranesched: 'true' } } };
