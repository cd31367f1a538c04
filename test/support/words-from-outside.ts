import fc from 'fast-check';

/** Pieces that mean something in one of the formats, or on a terminal. */
const PIECES = [
  ...['%', '%0A', '\r', '\n', '::error::x', '##[error]x', ',', ':', '<', '>', '&', '&lt;', '"', "'", '`', '```', '~~~'],
  ...[
    '|',
    '\\',
    '\\n',
    '[a](http://b)',
    '![a](b)',
    '[^1]',
    'https://evil.example/x',
    'www.evil.example',
    'a@b.example',
  ],
  ...['@all', '*', '_', '__', '**', '#', '- ', '1. ', '$', '$$', '</script>', '</code>', '<b>', '<!--', '-->', ']]>'],
  ...['<![CDATA[', '{0}', '$(x)', '}', '{', ' ', '\t', '𝔘', '中文', '\u0000', '\u001b[31m', '\u007f', '\u009b'],
  ...['\u202e', '\u2028', '\ufeff', '\ufffe', '\uffff', '\ud800', '\udc00'],
];

/** Any words that a node could say: half of them made of pieces that could break out of a format. */
export const wordsFromOutside: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
);
