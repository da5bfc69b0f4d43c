interface Thrown {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** Exceptions of .NET's that only say that others happened. */
const WRAPPER = /^(?:System\.)?(?:Reflection\.)?(?:AggregateException|TargetInvocationException)$/;
/** .NET writes the exceptions of an aggregate in brackets behind this. */
const AGGREGATE = 'One or more errors occurred.';
/** How .NET writes that one exception caused another. */
const CAUSED_BY = ' ---> ';
const END_OF_CAUSE = '--- End of inner exception';
/** A line of a stack trace. */
const AT = /^\s*at [^\s(]+\(/;
const TYPED = /^(?:\w{1,80}\.){1,10}(\w{0,80}Exception)(?: \([^)]{0,80}\))?: /;

/** More layers than this nobody writes by accident. */
const DEEPEST = 5;

/**
 * The exception inside of what .NET's wrappers say, in code and message: services hand on their text as it is.
 * `System.AggregateException: One or more errors occurred. (The disk is full.)` becomes `The disk is full.`
 */
export function innermostOf(thrown: Thrown): Thrown {
  let { code, message = '' } = thrown;
  for (let layer = 0; layer < DEEPEST; layer += 1) {
    const inner = unwrapped(message);
    if (!inner.message || inner.message === message) break;
    message = inner.message;
    code = inner.type ?? code;
  }
  const isWrapper = code !== undefined && WRAPPER.test(code.trim());
  // A wrapper that holds nothing more is still all that is known.
  if (!message || (isWrapper && message === thrown.message)) return thrown;
  return { code: isWrapper ? undefined : code, message };
}

function unwrapped(text: string): { readonly message: string; readonly type?: string | undefined } {
  const inner = withoutStack(text.slice(textBegins(text)));
  const [typed = '', type] = TYPED.exec(inner) ?? [];
  const said = inner.slice(typed.length).trim();
  const message = said.startsWith(AGGREGATE) ? firstAggregated(said) : said;
  return { message, type: type !== undefined && WRAPPER.test(type) ? undefined : type };
}

/** Behind the last `--->`: what comes after it caused all that stands before. */
function textBegins(text: string): number {
  const cause = text.lastIndexOf(CAUSED_BY);
  return cause === -1 ? 0 : cause + CAUSED_BY.length;
}

function withoutStack(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => AT.test(line) || line.includes(END_OF_CAUSE));
  return end <= 0 ? text : lines.slice(0, end).join('\n');
}

/** Of `One or more errors occurred. (one) (another)` the first; where there are no brackets, all of it. */
function firstAggregated(said: string): string {
  const held = said.slice(AGGREGATE.length).trim();
  if (!held.startsWith('(') || !held.endsWith(')')) return said;
  const [first = ''] = held.slice(1, -1).split(') (');
  return first.trim() || said;
}
