import { type OperationReference, referenceKey } from '../watch/operation-reference.ts';
import { checkOperationPath } from './check-operation-path.ts';
import { cleanText } from './clean-text.ts';
import { findMentions, LONGEST_PASTE, type Mention, type MentionedPath } from './find-mentions.ts';
import { type RefusedOperation, refused } from './refused-operation.ts';

/** What a person's text names: an operation, its id alone, or nothing that we can use. */
export type ParsedOperation =
  | { readonly kind: 'reference'; readonly reference: OperationReference }
  | { readonly kind: 'bare'; readonly operationId: string }
  | RefusedOperation;

interface Options {
  readonly armEndpoint: string;
}

/**
 * Reads operations out of a pasted text: URLs of response headers (with or without their signed query), ARM
 * ids, bare GUIDs, wherever they stand in it and whatever has happened to them on the way (see
 * findMentions). Each once. Only a URL of `armEndpoint`'s own origin is taken, and of a URL only subscription,
 * location and operation id: the query, which is a signature, is dropped. Never throws.
 *
 * @returns one at least: where there is none, why
 */
export function parseOperations(
  text: string,
  options: Options,
): readonly [ParsedOperation, ...ParsedOperation[]] {
  if (text.length > LONGEST_PASTE) return [refused('too-long', TOO_LONG)];
  const mentions = findMentions(text);
  const [first, ...more] = eachOnce(mentions.flatMap((mention) => parsed(mention, options)));
  return first ? [first, ...more] : [nothingIn(text, mentions, options)];
}

function parsed(mention: Mention, options: Options): readonly ParsedOperation[] {
  switch (mention.kind) {
    case 'path':
      return [originRefusal(mention, options) ?? checkOperationPath(mention)];
    case 'id':
      return [{ kind: 'bare', operationId: mention.operationId }];
    case 'server':
      return [];
    default:
      return mention satisfies never;
  }
}

/** Both headers name the same operation, and a log names it again and again. */
function eachOnce(operations: readonly ParsedOperation[]): readonly ParsedOperation[] {
  const placed = new Set(
    operations.map((each) => (each.kind === 'reference' ? each.reference.operationId : '')),
  );
  const seen = new Set<string>();
  return operations.filter((operation) => {
    if (operation.kind === 'bare' && placed.has(operation.operationId)) return false;
    const key = keyOf(operation);
    return !seen.has(key) && seen.add(key);
  });
}

function keyOf(operation: ParsedOperation): string {
  switch (operation.kind) {
    case 'reference':
      return referenceKey(operation.reference);
    case 'bare':
      return operation.operationId;
    case 'refused':
      return operation.explanation;
    default:
      return operation satisfies never;
  }
}

const EXPECTED =
  'Please give the URL from the Azure-AsyncOperation or Location header, the ARM id, or the operation’s id (a GUID).';
const EMPTY = `Which operation? ${EXPECTED}`;
const TOO_LONG =
  'That is too long to look through. Please give the operation’s URL, or its id alone.';
const WHERE_FROM =
  'An operation’s URL is in the answer to the request that started it, in the header Azure-AsyncOperation ' +
  'or Location; `az rest --debug` prints both. The portal does not show it.';

/** Why it is refused for what stands before the path; undefined where that is ARM, or nothing. */
function originRefusal(
  { url: { scheme, authorities, between } }: MentionedPath,
  { armEndpoint }: Options,
): RefusedOperation | undefined {
  const arm = URL.parse(armEndpoint);
  if (!arm) return refused('not-an-operation', UNREADABLE);
  if (scheme === undefined) {
    const hosts = authorities.map((authority) => authority.toLowerCase());
    const foreign = hosts.find((host) => /[^.]\.[a-z\d]/.test(host));
    if (foreign === undefined || hosts.includes(arm.host)) return undefined;
    return foreignHost(foreign, arm);
  }
  const url = URL.parse(`${scheme}://${authorities[0]}/`);
  if (url?.username !== '' || url.password !== '') {
    return refused('not-an-operation', UNREADABLE);
  }
  if (url.origin === arm.origin) {
    return between === '' ? undefined : refused('not-an-operation', NOT_THE_PATH);
  }
  if (url.hostname === arm.hostname && url.protocol !== arm.protocol) {
    return refused('wrong-scheme', `Please give the URL with ${arm.protocol}// in front.`);
  }
  return foreignHost(url.host, arm);
}

const UNREADABLE = `That URL cannot be read. ${EXPECTED}`;
const NOT_THE_PATH =
  'That is not the path of a MySQL operation. It should read ' +
  '/subscriptions/…/providers/Microsoft.DBforMySQL/locations/…/azureAsyncOperation/… ' +
  '(or operationResults, operationStatus, operationProgress).';

function foreignHost(host: string, arm: URL): RefusedOperation {
  return refused(
    'foreign-host',
    `I read operations from ${arm.host} only, not from ${cleanText(host || 'there', 80)}. ` +
      'Please check the URL, and that it belongs to the Azure cloud that I work for.',
  );
}

/** Why a text names no operation. */
function nothingIn(
  text: string,
  mentions: readonly Mention[],
  { armEndpoint }: Options,
): RefusedOperation {
  const server = mentions.find(({ kind }) => kind === 'server');
  if (server) {
    return refused('a-server', `That is a server, not one of its operations. ${WHERE_FROM}`);
  }
  const typed = text.replace(/[?#].*$/s, '').replaceAll(/^[\s"'`“‘<]+|[\s"'`”’>]+$/g, '');
  if (typed === '') return refused('empty', EMPTY);
  const [address] = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>|]*/i.exec(text) ?? [];
  if (address !== undefined) return notAnOperation(address, armEndpoint);
  if (/subscriptions\s*\//i.test(typed)) return refused('not-an-operation', NOT_THE_PATH);
  return refused('not-an-operation', `${quote(typed)} is not an operation. ${EXPECTED}`);
}

/** Pages of the portal, in any of Azure's clouds. */
const PORTAL = /(?:^|\.)portal\.azure\.(?:com|us|cn)$/;

function notAnOperation(address: string, armEndpoint: string): RefusedOperation {
  const url = URL.parse(address.replace(/[?#].*$/s, ''));
  const arm = URL.parse(armEndpoint);
  if (!url || !arm || url.username !== '' || url.password !== '') {
    return refused('not-an-operation', UNREADABLE);
  }
  if (PORTAL.test(url.hostname)) {
    return refused(
      'a-server',
      `That is a page of the Azure portal, not an operation. ${WHERE_FROM}`,
    );
  }
  return url.host === arm.host
    ? refused('not-an-operation', NOT_THE_PATH)
    : foreignHost(url.host, arm);
}

/** Repeats a short plain word, and nothing else: what people paste may be a secret. */
function quote(typed: string): string {
  return /^[\w .-]{1,36}$/.test(typed) ? `“${typed}”` : 'That';
}
