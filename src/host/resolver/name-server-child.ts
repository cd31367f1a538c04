import { askNameServer } from './name-server.ts';

/** The hidden command of the program under which it asks a name server; src/cli.ts knows it. */
export const NAME_SERVER_CHILD = '__name-server';

const LIMIT_MS = 2_000;

/**
 * The child's side: asks one server for one name and prints what it says (`ServerView`) as JSON. The
 * program is started so in another network namespace, where it cannot go itself.
 */
export async function runNameServerChild([server = '', name = '']: readonly string[]): Promise<void> {
  process.stdout.write(`${JSON.stringify(await askNameServer(server, [name], LIMIT_MS))}\n`);
}
