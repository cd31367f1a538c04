import type { Mount } from '../questions.ts';

/**
 * The mounts of a text in the format of /proc/self/mountinfo, in its order. Its fields are separated
 * by spaces, and an optional part of any length ends at a lone `-` (proc_pid_mountinfo(5)). A line
 * that does not have this form is left out.
 */
export function parseMountInfo(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const fields = line.split(' ');
    const dash = fields.indexOf('-', 6);
    const [, , , root, mountPoint, options] = fields;
    const [fsType, source, superOptions] = dash < 0 ? [] : fields.slice(dash + 1);
    if (root === undefined || mountPoint === undefined || options === undefined || fsType === undefined) return [];
    return [
      {
        mountPoint: unescape(mountPoint),
        root: unescape(root),
        fsType: unescape(fsType),
        source: unescape(source ?? ''),
        // A mount is read-only by its own flag or by that of the file system beneath it.
        readOnly: has(options, 'ro') || has(superOptions ?? '', 'ro'),
        ...(has(options, 'noexec') ? { noExec: true } : {}),
      },
    ];
  });
}

function has(options: string, option: string): boolean {
  return options.split(',').includes(option);
}

/** The kernel writes space, tab, newline, backslash and `#` as three octal digits (seq_path, fs/seq_file.c). */
function unescape(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}
