/**
 * A copy of a text that is part of a larger one. V8 keeps the whole line alive for a part of it of 13 characters or
 * more (SlicedString::kMinLength); of 10,000 nodes that would be all that they said.
 */
export function ownText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
