import type { ConfigNode, GresRule, Span, Stop } from './reading.ts';

/** What craned would stop at, collected in the order in which it reads; the reading goes on behind each. */
export class Stops {
  readonly list: Stop[] = [];

  /** An exception of yaml-cpp about a node: its text holds the node's mark (exceptions.h, build_what). */
  abortsAt(node: ConfigNode, kind: Stop['kind'], key: string, words: string): void {
    const message = `yaml-cpp: error at line ${node.mark.line}, column ${node.mark.column}: ${words}`;
    this.list.push({ outcome: 'aborts', kind, key, message, mark: node.mark, span: node.span });
  }

  /** An exception that names no place. */
  aborts(kind: Stop['kind'], key: string, message: string, span: Span | null): void {
    this.list.push({ outcome: 'aborts', kind, key, message, mark: null, span });
  }

  /** craned logs `message` (null: nothing) and exits with 1. */
  exits(kind: Stop['kind'], key: string, message: string | null, span: Span | null, rule?: GresRule): void {
    this.list.push({ outcome: 'exits', kind, key, message, mark: null, span, ...(rule ? { rule } : {}) });
  }
}
