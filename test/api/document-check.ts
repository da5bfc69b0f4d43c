import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** An answer as it came over the wire. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/** What in an answer is not as a document of OpenAPI describes it. */
export type DocumentCheck = (method: string, path: string, answer: ApiAnswer) => readonly string[];

/** Headers that come with some answers of a status only. */
const SOMETIMES = ['Retry-After', 'RateLimit', 'RateLimit-Policy'];

/** Holds answers against such a document: their status, headers, type and body. */
export function createDocumentCheck(document: Json): DocumentCheck {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api');

  function problemsOf(response: Json, { status, headers, body }: ApiAnswer): readonly string[] {
    const described = Object.keys(child(response, 'headers'));
    const always = status < 300 ? described : described.filter((each) => !SOMETIMES.includes(each));
    const lacking = always.filter((each) => !headers.has(each)).map((each) => `lacks ${each}`);
    const [type = ''] = Object.keys(child(response, 'content'));
    const other = headers.get('content-type') === type ? [] : [`it is not ${type}`];
    const pointer = child(child(child(response, 'content'), type), 'schema')['$ref'];
    const validate = ajv.getSchema(`api${pointer}`);
    if (!validate) return [`there is no ${pointer}`];
    const wrong = validate(body) ? [] : [ajv.errorsText(validate.errors)];
    return [...lacking, ...other, ...wrong];
  }

  return (method, path, answer) => {
    const { status } = answer;
    const operations = operationsAt(document, path);
    // What is not described is not there.
    if (!operations) return status === 404 || status === 401 ? [] : [`${path} is not described`];
    const isDescribed = method.toLowerCase() in operations;
    const operation = child(operations, isDescribed ? method.toLowerCase() : 'get');
    const responses = child(operation, 'responses');
    if (!(String(status) in responses)) return [`${method} ${path}: ${status} is not described`];
    const problems = problemsOf(child(responses, String(status)), answer);
    return problems.map((problem) => `${method} ${path}, ${status}: ${problem}`);
  };
}

function operationsAt(document: Json, path: string): Json | undefined {
  const paths = child(document, 'paths');
  const name = path.replace(/\?.*$/, '');
  const template = Object.keys(paths).find((each) =>
    new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(name),
  );
  return template === undefined ? undefined : child(paths, template);
}

function child(value: Json, name: string): Json {
  const found = value[name];
  return typeof found === 'object' && found !== null ? { ...found } : {};
}
