/**
 * A button on each command. It is made here, so that there is none where scripts are off: then a click
 * selects the whole command. Without a secure context (a page over plain HTTP) there is no clipboard, and
 * the selection is copied the old way.
 */
export function copyScript(copy: string, copied: string): string {
  return `
for (const block of document.querySelectorAll('pre.command')) {
  const code = block.querySelector('code');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = ${JSON.stringify(copy)};
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      if (!document.execCommand('copy')) return;
    }
    button.textContent = ${JSON.stringify(copied)};
    setTimeout(() => { button.textContent = ${JSON.stringify(copy)}; }, 2000);
  });
  block.prepend(button);
}
`;
}
