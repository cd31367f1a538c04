/** Where craned, cranectld and ccon look when they are told no other file (kDefaultConfigPath, PublicHeader.h). */
export const DEFAULT_CONFIG_PATH = '/etc/crane/config.yaml';

/** Where the doctor's own settings are where the command line does not say. */
export const DEFAULT_SETTINGS_PATH = '/etc/crane/doctor.yaml';
