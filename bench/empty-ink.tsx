import { render, Text } from 'ink';

/* The least that a program with Ink can be, rendered as the doctor's screen is: the floor under its first frame. */

async function main(): Promise<void> {
  await globalThis.craneDoctorYoga?.();
  const instance = render(<Text>ready</Text>, {
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 20,
    exitOnCtrlC: false,
    interactive: true,
  });
  setInterval(() => {}, 60_000);
  await instance.waitUntilExit();
}

void main();
