/** Where a command is right: for this family of distributions, for this runtime; left out is for all. */
export interface When {
  readonly distro?: 'debian' | 'rhel';
  /** The id of a known runtime (src/cri/runtimes.ts). */
  readonly runtime?: string;
}

/** Shell lines of a step, with placeholders (`{socket}`) still in them. */
export interface GuideCommand {
  readonly shell: string;
  readonly root: boolean;
  readonly changes: boolean;
  readonly when: When;
}

/** One numbered step. Of its commands the first whose `when` fits the node is the node's. */
export interface GuideStep {
  readonly text: string;
  readonly commands: readonly GuideCommand[];
}

/** One heading of the troubleshooting guide with all that stands below it, in one language. */
export interface GuideEntry {
  readonly id: string;
  readonly title: string;
  /** Finding codes; `*` in place of a check's id stands for every check. Empty for an entry that others link to. */
  readonly covers: readonly string[];
  readonly summary: string;
  readonly steps: readonly GuideStep[];
}
