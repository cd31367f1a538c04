/** A JSON schema, as far as zod writes it. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly $defs?: { readonly [name: string]: Schema };
}

/** Keywords whose value is what a field means: another value is another meaning. The description is one of them. */
const MEANING = ['type', 'const', 'format', 'pattern', 'minimum', 'description', '$ref'] as const;

function schemaOf(value: Schema | boolean | undefined): Schema {
  return typeof value === 'object' ? value : {};
}

/** What a reader of documents by the schema `before` would miss in documents by `now`, each with its place; additions are none. */
export function lostIn(before: Schema, now: Schema, place = ''): string[] {
  const same = (keyword: string): boolean => JSON.stringify(before[keyword]) === JSON.stringify(now[keyword]);
  const here = place === '' ? 'the document' : place;
  const inside = (name: string, a: Schema | boolean | undefined, b: Schema | boolean | undefined): string[] =>
    lostIn(schemaOf(a), schemaOf(b), `${place}${name}`);
  return [
    ...MEANING.filter((keyword) => !same(keyword)).map((keyword) => `${here}: ${keyword} is another`),
    ...(before.enum ?? [])
      .filter((value) => !now.enum?.includes(value))
      .map((value) => `${here}: ${String(value)} is gone`),
    ...(before.required ?? [])
      .filter((name) => !now.required?.includes(name))
      .map((name) => `${place}.${name}: may be absent`),
    ...Object.entries(before.properties ?? {}).flatMap(([name, schema]) =>
      now.properties?.[name] ? inside(`.${name}`, schema, now.properties[name]) : [`${place}.${name}: is gone`],
    ),
    ...(before.anyOf ?? []).flatMap((schema, index) =>
      now.anyOf?.[index] ? inside(`|${index}`, schema, now.anyOf[index]) : [`${here}: a kind is gone`],
    ),
    ...(before.items ? inside('[]', before.items, now.items) : []),
    ...(typeof before.additionalProperties === 'object'
      ? inside('{}', before.additionalProperties, now.additionalProperties)
      : []),
    ...Object.entries(before.$defs ?? {}).flatMap(([name, schema]) => inside(`#${name}`, schema, now.$defs?.[name])),
  ];
}
