import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Style } from '../report/style.ts';
import { painted, type Row } from './row.ts';

/**
 * The lines of a frame; they fit the terminal already, so nothing is wrapped or cut here. Each is a
 * text of its own, of which Ink measures only those that have changed.
 */
export function Rows({
  rows,
  width,
  style,
}: {
  readonly rows: readonly Row[];
  readonly width: number;
  readonly style: Style;
}): ReactNode {
  return (
    <Box flexDirection="column" width={width} height={rows.length} overflow="hidden">
      {rows.map((row, index) => (
        <Text key={index} wrap="truncate-end">
          {painted(row, style) || ' '}
        </Text>
      ))}
    </Box>
  );
}
