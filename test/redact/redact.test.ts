import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactJson } from '../../src/redact/redact-json.ts';
import { redactAt, redactText } from '../../src/redact/redact.ts';

const BASIC = Buffer.from('anna:s3cret').toString('base64');
const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIs3cret\ns3cret==\n-----END RSA PRIVATE KEY-----\n';

describe('what is a secret', () => {
  it.each([
    ['an auths entry', `{"auths":{"reg.test":{"auth":"${BASIC}"}}}`],
    ['one in JSON within JSON', JSON.stringify(JSON.stringify({ auths: { 'reg.test': { auth: BASIC } } }))],
    ['a URL with a password', 'HTTPS_PROXY=http://anna:s3cret@proxy.test:3128/'],
    ['a URL with a token', 'https://ghp_s3cretabcdefghijklmnop@git.test/x'],
    ['an environment', 'Environment="DB_PASSWORD=s3cret" LANG=C'],
    ['YAML', 'DbPassword: s3cret  # not told\nDbUser: crane'],
    ['YAML with quotes', `password: "s3cret, 'and' more s3cret"`],
    ['TOML', '[plugins."x".registry.configs."reg".auth]\n  password = "s3cret"\n  identitytoken = \'s3cret\''],
    ['a command line', 'mysql --password s3cret -h db --token=s3cret'],
    ['a private key', KEY],
    ['one in JSON', JSON.stringify({ key: KEY })],
    ['one that is cut off', KEY.slice(0, 45)],
    ['a header', `Authorization: Basic ${BASIC}`],
    ['a bearer token', 'authorization: Bearer s3cretabcdefghijklmnopqrstuvwxyz'],
    ['a query', '/token?service=registry&access_token=s3cret&scope=x'],
    ['the answer of a token service', '{"token":"s3cret","expires_in":300}'],
    ['a JWT', 'seen eyJhbGciOiJs3cretIn0.eyJzdWIiOiJs3cretQ.s3cret here'],
    ['a hash of a password', 'root:$6$saltsalt$s3cretHash.of/it:19000:0:'],
  ])('%s', (_, text) => {
    const { text: left, redactions } = redactText(text);
    expect(left).not.toContain('s3cret');
    expect(left).not.toContain(BASIC);
    expect(redactions.size).toBeGreaterThan(0);
    expect(redactText(left)).toEqual({ text: left, redactions: new Map() });
  });

  it.each([
    ['words', 'Password: correct horse batteryX\nUser: u', 'Password: REDACTED\nUser: u'],
    ['a comma', 'DbPassword: ab,cdX', 'DbPassword: REDACTED'],
    ['a semicolon', 'passwd: a;bX', 'passwd: REDACTED'],
    ['a brace', 'token: abc{X}x', 'token: REDACTED'],
    ['a block', 'a:\n  secret: |\n    X: x\n    X\n  b: c\n', 'a:\n  secret: |\n    REDACTED\n    REDACTED\n  b: c\n'],
    ['a folded block', 'db_password: >-\n  X\nb: c', 'db_password: >-\n  REDACTED\nb: c'],
    ['words on two lines', 'password: correct\n  X\nb: c', 'password: REDACTED\n  REDACTED\nb: c'],
    ['the next line', 'password:\n  X\nb: c', 'password:\n  REDACTED\nb: c'],
    ['an escaped quote', 'Password2: "esc\\"X"', 'Password2: "REDACTED"'],
    ['one in JSON in a log', 'got {\\"password\\":\\"a\\\\\\"X\\"} now', 'got {\\"password\\":\\"REDACTED\\"} now'],
    ['a doubled quote', "Passphrase: 'it''sX'", "Passphrase: 'REDACTED'"],
    ['quotes on two lines', 'DbPassword: "X\n  Y"\nb: c', 'DbPassword: "REDACTED"\nb: c'],
    ['quotes that never close', 'password: "X\nb: c', 'password: "REDACTED\nb: c'],
    ['a URL with @', 'http://u:p@ssX@host/y', 'http://u:REDACTED@host/y'],
    ['a URL with /', 'see http://u:pa/X@host now', 'see http://u:REDACTED@host now'],
    ['curl', 'curl -u bob:X http://h', 'curl -u bob:REDACTED http://h'],
    ['mysql', 'mysql -uroot -pX -h db', 'mysql -uroot -pREDACTED -h db'],
    ['a short token', 'Authorization: Bearer X', 'Authorization: Bearer REDACTED'],
    ['one on a command line', "curl -H 'Authorization: Bearer X' h", "curl -H 'Authorization: Bearer REDACTED' h"],
    ['pass', 'pass: X', 'pass: REDACTED'],
    ['key data', 'client_key_data: X', 'client_key_data: REDACTED'],
    ['a Chinese key', '密码: X', '密码: REDACTED'],
    ['a mapping on a line', 'n: {password: X, token: "X", c: d}', 'n: {password: REDACTED, token: "REDACTED", c: d}'],
    ['a mapping on lines', '{\n "token": X,\n "c": 1}', '{\n "token": REDACTED,\n "c": 1}'],
    ['a list', 'tokens: [X, Y]\nb: c', 'tokens: [REDACTED]\nb: c'],
    ['an explicit key', '? token\n: X\nb: c', '? token\n: REDACTED\nb: c'],
  ])('to its end: %s', (_, text, without) => {
    expect(redactText(text).text).toBe(without);
    expect(redactText(without)).toEqual({ text: without, redactions: new Map() });
  });

  it('is not what only sounds like one', () => {
    const text = [
      'www-authenticate: Bearer realm="https://auth.test/token",service="registry.test"',
      'auths: {}',
      'passwd:         files systemd',
      'passwd: sss files',
      'password: ""',
      'use_token = true',
      'authority: /etc/ssl/ca.pem',
      'RuntimeEndpoint: /run/containerd/containerd.sock',
      'failed to fetch anonymous token: unexpected status from GET request to https://auth.test/token: 401',
      'failed to fetch oauth token: Post "https://auth.test/token": EOF',
      'docker run -u 1000:1000 -p 80:80 reg.test:5000/a@sha256:0123',
      'http://reg.test:5000/v2/a@sha256:0123',
      'secret:\n  name: x\n  file: /y',
    ].join('\n');
    expect(redactText(text)).toEqual({ text, redactions: new Map() });
  });

  it('keeps who somebody is, so that a look at a bundle says the same', () => {
    expect(redactText('http://anna:s3cret@proxy.test/').text).toBe('http://anna:REDACTED@proxy.test/');
    const auth = /"auth":"(.*)"/.exec(redactText(`{"auth":"${BASIC}"}`).text)![1]!;
    expect(Buffer.from(auth, 'base64').toString()).toBe('anna:REDACTED');
    // What a question is made from and what it is made to become one and the same text.
    expect(redactAt('authorization', 'Bearer short').text).toBe(`Bearer ${redactAt('token', 'short').text}`);
    expect(redactAt('authorization', `Basic ${BASIC}`).text).toBe(`Basic ${auth}`);
  });

  it('is found wherever it stands, and once', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9]{8,20}$/).filter((text) => !/redacted/i.test(text));
    const around = fc.string({ maxLength: 30 }).map((text) => text.replace(/["'\\]/g, ' '));
    fc.assert(
      fc.property(word, around, around, (secret, before, after) => {
        const value = { a: [{ password: `x${secret}x`, note: `${before}\npassword=x${secret}x\n${after}` }] };
        const left = redactJson(value, () => undefined);
        expect(JSON.stringify(left)).not.toContain(`x${secret}x`);
        expect(redactJson(left, () => expect.unreachable())).toEqual(left);
      }),
    );
  });

  it.each([
    ['["serve", "--password", "s3cret", "--port", "80"]', '["serve", "--password", "REDACTED", "--port", "80"]'],
    ['args: [--password, s3cret, -v]', 'args: [--password, REDACTED, -v]'],
    ["args = ['--token', 's3cret, more']", "args = ['--token', 'REDACTED']"],
    ['["password", "s3cret"]', '["password", "REDACTED"]'],
    ['[password, hunter]', '[password, REDACTED]'],
    ['["user","bob","password","s3cret"]', '["user","bob","password","REDACTED"]'],
    ['args:\n  - --password\n  - s3cret\n  - -v', 'args:\n  - --password\n  - REDACTED\n  - -v'],
    ['[\n  "--password",\n  "s3cret"\n]', '[\n  "--password",\n  "REDACTED"\n]'],
    [
      JSON.stringify({ argv: JSON.stringify(['--password', 's3cret']) }),
      '{"argv":"[\\"--password\\",\\"REDACTED\\"]"}',
    ],
    ['HTTPS_PROXY=http://anna:my s3cret@proxy.test:3128/', 'HTTPS_PROXY=http://anna:REDACTED@proxy.test:3128/'],
    ['proxy: "https://anna:my s3 cr@t@proxy.test"', 'proxy: "https://anna:REDACTED@proxy.test"'],
  ])('in a list, or with a blank: %j', (text, left) => {
    expect(redactText(text).text).toBe(left);
    expect(redactText(left)).toEqual({ text: left, redactions: new Map() });
  });

  it.each([
    'required: [username, password, email]',
    '["username", "password", "email"]',
    'the user, password, and token were wrong',
    'args: [--password, --port]',
    '["--token"]',
    '- password\n- email',
    'dial http://proxy.test:3128 failed, mail ops@site.test',
    'http://anna:REDACTED@proxy.test:3128 and mail ops@site.test',
    'pulling docker://alpine:latest for bob@site.test',
    'get https://reg.test: refused, ask ops@site.test',
  ])('a list of names, or a mail address, stays: %s', (text) => {
    expect(redactText(text)).toEqual({ text, redactions: new Map() });
  });

  it('takes a secret out of any list of arguments, and leaves the others', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9]{8,20}$/).filter((text) => !/redacted/i.test(text));
    const option = fc.constantFrom('--password', '--token', '--api-key', '-password');
    const plain = fc.array(fc.constantFrom('serve', '-v', '--port', '80', '/etc/crane'), { maxLength: 4 });
    fc.assert(
      fc.property(option, word, plain, plain, fc.constantFrom(0, 2), (name, secret, before, after, indent) => {
        const list = (value: string): string => JSON.stringify([...before, name, value, ...after], null, indent);
        expect(redactText(list(`x${secret}x`)).text).toBe(list('REDACTED'));
      }),
    );
  });

  it.each([
    '-',
    'a.',
    'token',
    'eyJ-',
    '\\',
    'a://',
    'password=',
    'password',
    '"',
    'password="',
    'password="a" ',
    'token: [',
    'a://b:',
    'mysql ',
    'password:\n ',
    '-u b',
    'token: {',
  ])('takes a megabyte of %s without a fuss', (unit) => {
    // A pattern that looks at everything again from each place would take hours: the test's own limit sees it.
    redactText(unit.repeat(Math.floor(1_000_000 / unit.length)));
  });
});
