import { YamlSyntaxError } from './syntax-error.ts';
import type { Token } from './token.ts';

/** What the directives in front of a document have said so far; each may be said once. */
export class Directives {
  private version = false;
  private readonly handles = new Set<string>();

  /** Judges one directive (yaml-cpp's parser.cpp); unknown ones mean nothing. */
  handle(token: Token): void {
    const fail = (message: string): never => {
      throw new YamlSyntaxError(token.mark, message);
    };
    if (token.value === 'YAML') {
      if (token.params.length !== 1) fail('YAML directives must have exactly one argument');
      if (this.version) fail('repeated YAML directive');
      const parts = /^([+-]?\d+).([+-]?\d+)$/.exec(token.params[0]!);
      if (!parts) return fail(`bad YAML version: ${token.params[0]!}`);
      if (Number(parts[1]) > 1) fail('YAML major version too large');
      this.version = true;
    } else if (token.value === 'TAG') {
      if (token.params.length !== 2) fail('TAG directives must have exactly two arguments');
      if (this.handles.has(token.params[0]!)) fail('repeated TAG directive');
      this.handles.add(token.params[0]!);
    }
  }
}
