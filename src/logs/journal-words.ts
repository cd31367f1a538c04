/** What journalctl says beside the entries: whether there is a journal, and what of it this user does not get to see. */
export interface JournalSaid {
  readonly none: boolean;
  /** Hidden from this user, as a whole or but for this user's own messages. */
  readonly hidden: boolean;
  /** Files of it were passed over. */
  readonly damaged: boolean;
  /** The first of all that is none of these; '' where there is nothing. */
  readonly other: string;
}

const NONE = /^No journal files were found/;
/** The hint goes on in two lines of its own, which -q would take away with the rest (journal-util.c, access_check_var_log_journal). */
const HIDDEN =
  /^(?:Hint: )?You are currently not seeing messages|^No journal files were opened due to insufficient permissions/;
const HINT_GOES_ON = /^\s|^(?:Pass -q|Users in )/;
/** journal-util.c, journal_access_check_and_warn; the last is that of systemd 219. */
const DAMAGED =
  /^Journal file .+ (?:corrupted|is truncated|uses an unsupported feature), ignoring file|^(?:An error|Error) was encountered while opening journal file|^Use SYSTEMD_LOG_LEVEL=debug/;

/** Reads what journalctl wrote to stderr. */
export function journalSaid(stderr: string): JournalSaid {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const any = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
  const known = [NONE, HIDDEN, HINT_GOES_ON, DAMAGED];
  return {
    none: any(NONE),
    hidden: any(HIDDEN),
    damaged: any(DAMAGED),
    other: lines.find((line) => !known.some((pattern) => pattern.test(line)))?.slice(0, 200) ?? '',
  };
}
