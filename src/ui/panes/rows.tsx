import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Style } from '../../report/style.ts';
import { painted, type Row } from '../row.ts';

/** Lines in a pane of exactly this size; they fit it already, so nothing is wrapped or cut here. */
export function Rows({
  rows,
  width,
  height,
  style,
}: {
  readonly rows: readonly Row[];
  readonly width: number;
  readonly height: number;
  readonly style: Style;
}): ReactNode {
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
      {rows.slice(0, height).map((row, index) => (
        <Text key={index} wrap="truncate-end">
          {painted(row, style) || ' '}
        </Text>
      ))}
    </Box>
  );
}
