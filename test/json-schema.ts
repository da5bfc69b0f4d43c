type Schema = Readonly<Record<string, unknown>>;

/** Of JSON Schema, as much as our schemas use: another word in one is a problem of its own. */
const KNOWN = new Set([
  ...[
    '$schema',
    '$defs',
    '$ref',
    'oneOf',
    'title',
    'description',
    'type',
    'required',
    'properties',
  ],
  ...['items', 'minItems', 'maxItems'],
  ...['const', 'enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum'],
]);

/** What in a value is not as a schema describes it. Properties that it does not know count as well. */
export function problemsIn(value: unknown, schema: unknown): readonly string[] {
  const root = asObject(schema) ?? {};
  return [...problemsAt('$', value, root, root)];
}

function* problemsAt(
  path: string,
  value: unknown,
  schema: Schema,
  root: Schema,
): Generator<string> {
  for (const word of Object.keys(schema)) {
    if (!KNOWN.has(word)) yield `${path}: ${word} is not known here`;
  }
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.replace('#/$defs/', '');
    yield* problemsAt(
      path,
      value,
      asObject(asObject(root['$defs'])?.[name]) ?? { [name]: 0 },
      root,
    );
  }
  const { oneOf } = schema;
  if (Array.isArray(oneOf)) yield* problemsOfOne(path, value, oneOf, root);
  yield* problemsOfChoice(path, value, schema);
  yield* problemsOfSize(path, value, schema);
  yield* problemsOfType(path, value, schema);
  yield* problemsWithin(path, value, schema, root);
  if (!Array.isArray(value)) return;
  const items = asObject(schema['items']) ?? {};
  for (const [at, each] of value.entries()) yield* problemsAt(`${path}[${at}]`, each, items, root);
}

/** Of several, exactly one has to describe it; where none does, the problems of the nearest are told. */
function* problemsOfOne(
  path: string,
  value: unknown,
  schemas: readonly unknown[],
  root: Schema,
): Generator<string> {
  const problems = schemas
    .map((each) => [...problemsAt(path, value, asObject(each) ?? {}, root)])
    .toSorted((one, other) => one.length - other.length);
  yield* problems[0] ?? [];
  if (problems.filter((each) => each.length === 0).length > 1) yield `${path}: fits several`;
}

function* problemsWithin(
  path: string,
  value: unknown,
  schema: Schema,
  root: Schema,
): Generator<string> {
  const given = asObject(value);
  const properties = asObject(schema['properties']);
  if (!given || !properties) return;
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  for (const name of required) {
    if (!(String(name) in given)) yield `${path}: lacks ${name}`;
  }
  for (const [name, each] of Object.entries(given)) {
    const described = asObject(properties[name]);
    if (!described) yield `${path}: ${name} is not described`;
    else yield* problemsAt(`${path}.${name}`, each, described, root);
  }
}

function* problemsOfChoice(path: string, value: unknown, schema: Schema): Generator<string> {
  const { const: only, enum: some, pattern } = schema;
  if (only !== undefined && value !== only) yield `${path}: must be ${only}`;
  if (Array.isArray(some) && !some.includes(value)) {
    yield `${path}: must be one of ${some.join(', ')}`;
  }
  if (typeof pattern === 'string' && !new RegExp(pattern).test(String(value))) {
    yield `${path}: must match ${pattern}`;
  }
}

function* problemsOfType(path: string, value: unknown, { type }: Schema): Generator<string> {
  const found = Array.isArray(value) ? 'array' : asObject(value) ? 'object' : typeof value;
  if (type !== undefined && found !== type) yield `${path}: must be of type ${type}`;
}

function* problemsOfSize(path: string, value: unknown, schema: Schema): Generator<string> {
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : value;
  if (typeof size !== 'number') return;
  const { minItems, maxItems, minLength, maxLength, minimum, maximum } = schema;
  const least = minItems ?? minLength ?? minimum;
  const most = maxItems ?? maxLength ?? maximum;
  if (typeof least === 'number' && size < least) yield `${path}: must not be less than ${least}`;
  if (typeof most === 'number' && size > most) yield `${path}: must not be more than ${most}`;
}

function asObject(value: unknown): Schema | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return { ...value };
}
