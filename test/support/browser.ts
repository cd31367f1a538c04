import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { temporaryDirectory, type Cleanup } from './cleanup.ts';
import { waitFor } from './wait-for.ts';

/** What is set before a page is opened. */
export interface PageOptions {
  readonly width?: number;
  readonly dark?: boolean;
  readonly scripts?: boolean;
}

/** A page of a real browser. */
export interface Page {
  /** The value of an expression in the page, as JSON carries it; as though a person had just clicked. */
  evaluate<T>(expression: string): Promise<T>;
  /** A PNG of the whole page. */
  picture(): Promise<Buffer>;
  /** What the page complained of: errors, and what its policy kept it from. */
  readonly complaints: readonly string[];
  /** All that it asked for, the page itself too. */
  readonly requests: readonly string[];
}

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly result?: never;
  readonly error?: { readonly message: string };
  readonly params?: {
    readonly request?: { readonly url: string };
    readonly entry?: { readonly text: string };
    readonly exceptionDetails?: { readonly text: string };
  };
}

/** Debian's chromium-headless-shell, driven over its DevTools protocol, without any host but those of a test. */
export class Browser {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #complaints: string[] = [];
  readonly #requests: string[] = [];
  #count = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply);
      const said = reply.params?.entry?.text ?? reply.params?.exceptionDetails?.text;
      if (said !== undefined) this.#complaints.push(said);
      if (reply.params?.request) this.#requests.push(reply.params.request.url);
    });
  }

  static async start(cleanup: Cleanup): Promise<Browser> {
    const profile = temporaryDirectory(cleanup);
    const alone = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--disable-background-networking'];
    const child = spawn(
      'chromium-headless-shell',
      ['--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...alone, 'about:blank'],
      // Debian's is a shell script around the browser: both go with their group.
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    );
    cleanup.defer(async () => {
      process.kill(-child.pid!, 'SIGKILL');
      await waitFor('the end of the browser', () => child.exitCode !== null || child.signalCode !== null);
    });
    const address = await new Promise<string>((resolve, reject) => {
      child.on('error', reject).on('exit', () => reject(new Error('The browser has ended')));
      createInterface({ input: child.stderr }).on('line', (line) => {
        const [, found] = /^DevTools listening on (ws:\S+)$/.exec(line) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error(`The browser does not answer at ${address}`)));
    });
    return new Browser(socket);
  }

  async #call<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    const id = (this.#count += 1);
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
    this.#waiting.delete(id);
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result as T;
  }

  /** Opens a page and waits until it is loaded. */
  async open(url: string, { width = 900, dark = false, scripts = true }: PageOptions = {}): Promise<Page> {
    const { targetId } = await this.#call<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
    const attach = { targetId, flatten: true };
    const { sessionId } = await this.#call<{ sessionId: string }>('Target.attachToTarget', attach);
    const call = <T>(method: string, params?: object): Promise<T> => this.#call<T>(method, params, sessionId);
    this.#complaints.length = 0;
    this.#requests.length = 0;
    for (const domain of ['Page', 'Log', 'Runtime', 'Network']) await call(`${domain}.enable`);
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
    await call('Emulation.setEmulatedMedia', { features });
    const metrics = { width, height: 900, deviceScaleFactor: 1, mobile: width < 500 };
    await call('Emulation.setDeviceMetricsOverride', metrics);
    await call('Emulation.setScriptExecutionDisabled', { value: !scripts });
    await call('Browser.grantPermissions', { permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'] });
    await call('Page.navigate', { url });
    const evaluate = async <T>(expression: string): Promise<T> => {
      const options = { expression, returnByValue: true, awaitPromise: true, userGesture: true };
      const { result } = await call<{ result: { value: T } }>('Runtime.evaluate', options);
      return result.value;
    };
    await waitFor(url, () =>
      evaluate<boolean>(`location.href === ${JSON.stringify(url)} && document.readyState === 'complete'`),
    );
    return {
      evaluate,
      picture: async () => {
        const { cssContentSize } = await call<{ cssContentSize: object }>('Page.getLayoutMetrics');
        const clip = { ...cssContentSize, x: 0, y: 0, scale: 1 };
        const { data } = await call<{ data: string }>('Page.captureScreenshot', { captureBeyondViewport: true, clip });
        return Buffer.from(data, 'base64');
      },
      complaints: this.#complaints,
      requests: this.#requests,
    };
  }
}
