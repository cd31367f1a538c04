import type { Lang } from '../lang.ts';
import type { FleetFormat } from '../options/fleet-request.ts';
import type { FleetDocument } from '../report/fleet/schema.ts';
import { jsonDocument } from '../report/json.ts';
import { styleOf } from '../report/style.ts';

/** How a fleet is drawn. */
export interface FleetDrawing {
  readonly lang: Lang;
  readonly colour: boolean;
  readonly ascii: boolean;
  readonly exitCode: number;
  readonly quiet: boolean;
  readonly columns?: number;
}

/** A fleet in a format, whose renderer is imported when it is wanted. */
export async function renderedFleet(
  document: FleetDocument,
  format: FleetFormat,
  { lang, colour, ascii, exitCode, quiet, columns }: FleetDrawing,
): Promise<string> {
  switch (format) {
    case 'json':
      return jsonDocument(document);
    case 'markdown':
      return (await import('../report/fleet/fleet-markdown.ts')).fleetMarkdown(document, lang);
    case 'html':
      return (await import('../report/fleet/html/fleet-html.ts')).fleetHtml(document, lang);
    case 'prometheus':
      return (await import('../report/fleet/fleet-prometheus.ts')).fleetPrometheus(document, exitCode, lang);
    default: {
      const { fleetText } = await import('../report/fleet/fleet-text.ts');
      const width = columns === undefined ? {} : { columns };
      const options = { sources: [], asRoot: null, verbose: false, quiet, ...width };
      return fleetText(document, { lang, style: styleOf(colour, ascii), exitCode, ...options });
    }
  }
}
