/**
 * What puts a text into the clipboard of the terminal, also of one at the other end of an ssh line:
 * OSC 52 (xterm's control sequences, "Manipulate Selection Data"). GNU screen hands it on only inside
 * of a device control string; tmux takes it itself. Null for the Linux console, which has no clipboard
 * and of old prints what follows an OSC that it does not know (console_codes(4)).
 */
export function clipboardSequence(text: string, env: NodeJS.ProcessEnv): string | null {
  const term = env['TERM'] ?? '';
  if (term === 'linux' || term === 'dumb' || term === '') return null;
  const sequence = `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
  return env['STY'] ? `\u001bP${sequence}\u001b\\` : sequence;
}
