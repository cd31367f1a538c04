import type { KeptFinding, KeptNode } from '../../fleet/kept.ts';
import type { Lang } from '../../lang.ts';
import { distributionWords, driftLines } from '../../report/fleet/drift-words.ts';
import { REASONS, whereWords } from '../../report/fleet/fleet-words.ts';
import type { FleetClass, FleetFinding } from '../../report/fleet/schema.ts';
import type { FleetShown } from '../../report/fleet/shown.ts';
import { STATUS_OF } from '../../report/fleet/to-do.ts';
import { COLOUR_OF } from '../../report/style.ts';
import { wrap } from '../../report/wrap.ts';
import { selectedIn } from '../browsing.ts';
import { statusSpan, type Look } from '../look.ts';
import { remedyRows } from '../remedy-rows.ts';
import { fit, span, type Row } from '../row.ts';
import { WORDS } from '../words.ts';
import { TITLES } from './list-rows.ts';
import type { State } from './state.ts';

const wrapped = (text: string, width: number, ...colours: Parameters<typeof span>[1][]): Row[] =>
  text === '' ? [] : wrap(text, width).map((line) => [span(line, ...colours)]);

function codeRow(code: string, severity: KeptFinding['severity'], look: Look): Row {
  const status = STATUS_OF[severity];
  return [statusSpan(status, look), span(` ${code}`, COLOUR_OF[status]!)];
}

/** A finding that many share: what, where, what to do about it. */
function sharedRows(finding: FleetFinding, withRemedy: boolean, width: number, lang: Lang, look: Look): Row[] {
  const where = `${lang === 'zh' ? '节点：' : 'on '}${whereWords(finding, lang, 200)}`;
  return [
    [],
    codeRow(finding.code, finding.severity, look),
    ...wrapped(finding.message, width),
    ...wrapped(where, width, 'gray'),
    ...(withRemedy && finding.remedy ? [[], ...remedyRows(finding.remedy, width, lang, look)] : []),
  ];
}

/** Nodes that look alike: who, what is wrong on all of them, and what to do about the causes. */
function classRows(one: FleetClass, { document }: FleetShown, width: number, lang: Lang, look: Look): Row[] {
  const zh = lang === 'zh';
  const count = zh ? `${one.count} 个节点` : one.count === 1 ? '1 node' : `${one.count} nodes`;
  const found = one.findings.flatMap((code) => document.findings.find((finding) => finding.code === code) ?? []);
  // Causes first: what follows from them goes with them.
  const causes = found.filter(({ code }) => one.causes.includes(code));
  const others = found.filter(({ code }) => !one.causes.includes(code));
  return [
    [statusSpan(one.verdict, look), span(` ${count}`, 'bold')],
    ...wrapped(one.nodes, width, 'bold'),
    ...(found.length === 0 ? [[], ...wrapped(WORDS.nothingFound[lang], width, 'green')] : []),
    ...causes.flatMap((finding) => sharedRows(finding, true, width, lang, look)),
    ...others.flatMap((finding) => sharedRows(finding, finding.severity === 'warning', width, lang, look)),
  ];
}

function factRows(node: KeptNode, width: number, lang: Lang): Row[] {
  const zh = lang === 'zh';
  const facts: readonly (readonly [string, string | null])[] = [
    [zh ? '容器运行时' : 'runtime', node.runtime],
    [zh ? '内核' : 'kernel', node.kernel],
    ['crane-doctor', node.doctor],
    [zh ? '配置' : 'configuration', node.config?.slice(0, 12) ?? null],
    [zh ? '时钟偏差' : 'clock off by', node.clockMs === 0 ? null : `${(node.clockMs / 1000).toFixed(0)} s`],
  ];
  return facts.flatMap(([label, value]) =>
    value ? wrapped(`${label}${zh ? '：' : ': '}${value}`, width, 'gray') : [],
  );
}

/** One finding of one node, in its own words, with the remedy for all that share it. */
function findingRows(finding: KeptFinding, { document }: FleetShown, width: number, lang: Lang, look: Look): Row[] {
  const shared = document.findings.find(({ code, severity }) => code === finding.code && severity === finding.severity);
  return [
    codeRow(finding.code, finding.severity, look),
    ...wrapped(finding.message[lang], width),
    ...(shared
      ? [
          ...wrapped(`${lang === 'zh' ? '节点：' : 'on '}${whereWords(shared, lang, 200)}`, width, 'gray'),
          ...(shared.remedy ? [[], ...remedyRows(shared.remedy, width, lang, look)] : []),
        ]
      : []),
  ];
}

/** All that there is to say about what is selected, in lines of `width` cells. */
export function detailRows(state: State, width: number, look: Look): Row[] {
  const { shown, lang } = state;
  const item = selectedIn(state);
  if (!shown || !item) return [];
  const rows = ((): Row[] => {
    switch (item.kind) {
      case 'class':
        return classRows(item.one, shown, width, lang, look);
      case 'node':
        return [
          [statusSpan(item.node.picture.verdict, look), span(` ${item.node.name}`, 'bold')],
          ...factRows(item.node, width, lang),
          ...item.node.findings.flatMap((finding) => [
            [],
            codeRow(finding.code, finding.severity, look),
            ...wrapped(finding.message[lang], width),
          ]),
        ];
      case 'finding':
        return [[span(item.node.name, 'bold')], ...findingRows(item.finding, shown, width, lang, look)];
      case 'silent':
        return [
          [span(REASONS[item.one.reason][lang], 'cyan', 'bold')],
          ...wrapped(item.one.nodes, width, 'bold'),
          [],
          ...wrapped(item.one.detail, width),
        ];
      case 'drift': {
        const lines = [...driftLines(shown.document, lang), ...distributionWords(shown.document, lang)];
        const remedy = shown.document.distribution?.remedy;
        const none = lang === 'zh' ? '各节点一致' : 'All nodes have the same';
        return [
          [span(TITLES.drift[lang], 'bold')],
          ...(lines.length === 0 ? [none] : lines).flatMap((line) => [[], ...wrapped(line, width)]),
          ...(remedy ? [[], ...remedyRows(remedy, width, lang, look)] : []),
        ];
      }
    }
  })();
  return rows.map((row) => fit(row, width, look.glyphs.ellipsis));
}
