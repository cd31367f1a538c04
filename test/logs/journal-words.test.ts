import { expect, test } from 'vitest';
import { journalSaid } from '../../src/logs/journal-words.ts';

const NOTHING = { none: false, hidden: false, damaged: false, other: '' };

// As systemd 219 to 257 print it.
test.each([
  ['', NOTHING],
  ['No journal files were found.\n', { ...NOTHING, none: true }],
  ['No journal files were opened due to insufficient permissions.\n', { ...NOTHING, hidden: true }],
  [
    "Hint: You are currently not seeing messages from other users and the system.\n      Users in groups 'adm', 'systemd-journal' can see all messages.\n      Pass -q to turn off this notice.\n",
    { ...NOTHING, hidden: true },
  ],
  [
    'Journal file /run/log/journal/7/a.journal corrupted, ignoring file.\nJournal file /run/log/journal/7/b.journal is truncated, ignoring file.\n',
    { ...NOTHING, damaged: true },
  ],
  ['Error was encountered while opening journal files: Bad message\n', { ...NOTHING, damaged: true }],
  [
    'Failed to iterate through journal: Bad message\n',
    { ...NOTHING, other: 'Failed to iterate through journal: Bad message' },
  ],
])('%j', (stderr, said) => {
  expect(journalSaid(stderr)).toEqual(said);
});
