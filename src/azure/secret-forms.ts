/**
 * One form in which credentials are written. Every pattern either matches to the end of what it started on
 * or gives up after a bounded number of characters, so that no text, however hostile, takes more than linear time.
 */
interface SecretForm {
  /** As an example. */
  readonly form: string;
  readonly pattern: RegExp;
  readonly replacement: string;
}

const REMOVED = '[removed]';

/** A quotation mark, also as JSON, XML and URLs write it inside of texts. */
const QUOTE = String.raw`(?:\\{0,3}["'\x60]|&(?:quot|apos|#3[49]);|%2[27]|\\u002[27])`;

/** What ends a quoted value is what began it; a value that has no end is cut off with its text. */
const QUOTED = String.raw`[bu]?(?:\\{1,3}"(?:(?!\\{1,3}")[^\n])*(?:\\{1,3}")?|"(?:\\.|[^"\\])*"?|'(?:\\.|''|[^'\\])*'?|\x60[^\x60]*\x60?|&quot;(?:(?!&quot;)[^<>\n])*(?:&quot;)?|&(?:apos|#39);(?:(?!&(?:apos|#39);)[^<>\n])*(?:&(?:apos|#39);)?)`;

/** Up to where the next thing begins: a space, a quotation mark, or a sign before another name. */
const BARE = String.raw`(?:[^\s"'\x60&;,<>]|[&;,](?!\s|$|amp;|[\w .-]{1,40}(?:=|%3D))|["'](?=\w))+`;

const VALUE = `(?:${QUOTED}|${BARE})`;

/** Names whose value is a secret, wherever they end so: `MYSQL_ROOT_PASSWORD`, `clientSecret`. */
const NAME =
  '(?:password|passwd|passphrase|pwd|secret|secret[_-]?(?:key|value)|(?<![a-z])(?:pass|pw)(?!\\s{0,3}[:=]\\s{0,3}\\d{1,5}(?!\\w))|account[_ -]?key|access[_ -]?key|shared[_ -]?key|storage[_ -]?key|api[_ -]?key|private[_-]?key|subscription-key|functions-key|(?:access|auth|refresh|bearer|api|id|sas|session|security|client|bot|app)[_ -]?token|credentials?|(?:(?<![a-z])|%3F|%26)sig)';

/** As above, but a word of its own in too many sentences to stand before a colon or a space. */
const NAME_OF_FIELD = `(?:${NAME}|token|signature)`;

/** What is said of a secret rather than the secret: `(using password: YES)`. */
const SAID = String.raw`(?!(?:${QUOTE})?(?:yes|no|true|false|null|none|nil|empty|undefined|\*+|\[removed\]|<[\w -]+>|x{3,})(?:${QUOTE})?(?![\w@$%!-]))`;
/** What goes on as a sentence after a colon. */
const SENTENCE = String.raw`(?!(?:valid|invalid|reused|missing|denied|required|expired|unavailable|unknown|rejected|refused|revoked|disabled|enabled|changed|done|failed|incorrect|wrong|weak|strong|medium|ok|(?:un)?set)(?![\w@$%!-])|(?:the|a|an|it|its|is|this|that|your|you|must|should|may|has|was|were|be|please|use|see|no|not|cannot|could|can|failed|only|at|in|on|for|from|to|of|and|or|if|we|access|invalid|incorrect|missing|expired|required|authentication|user)\s+\w)`;

const EQUALS = String.raw`\s{0,40}(?:=>?|:=|%3D|\\u003d)\s{0,40}`;
const COLON = String.raw`(?:\s(?:is|was))?\s{0,20}(?::|%3A)\s{0,40}(?:[|>][+-]?\s{1,40})?`;

function form(example: string, pattern: string, replacement: string, flags = 'gi'): SecretForm {
  return { form: example, pattern: new RegExp(pattern, flags), replacement };
}

/** Where only its shape tells what it is. A long one may be broken over lines. */
const SHAPES: readonly SecretForm[] = [
  form(
    'a private key as PEM',
    String.raw`-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)`,
    REMOVED,
    'g',
  ),
  form(
    'a JSON web token',
    String.raw`\beyJ[\w-]{20,}(?:\.[\w-]*){0,4}(?:[^\S\n]{0,9}\n\s{0,9}[\w-]{16,}(?:\.[\w-]*){0,4})*`,
    REMOVED,
    'g',
  ),
  form(
    'a key of an Azure account, 64 bytes',
    String.raw`(?:[A-Za-z0-9+/]\s{0,9}){86}==`,
    REMOVED,
    'g',
  ),
  form(
    'a key of Azure Service Bus, 32 bytes',
    String.raw`(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{43}=(?![\w=])`,
    REMOVED,
    'g',
  ),
  form(
    'a client secret of Entra',
    String.raw`(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{30,40}`,
    REMOVED,
    'g',
  ),
  form(
    'a key of newer Azure services',
    String.raw`\b[A-Za-z0-9]{20,80}(?:JQQJ99|AzCa|AzSe|ACDb|AIoT|APIM)[A-Za-z0-9+/=]{6,40}`,
    REMOVED,
    'g',
  ),
  form('a token of Slack', String.raw`\bx(?:ox[a-z](?:\.xox[a-z])?|app)-[\w-]+`, REMOVED),
  form(
    'a response URL or webhook of Slack',
    String.raw`\bhttps:\/\/hooks\.slack[\w.-]*\/\S*`,
    REMOVED,
  ),
  form(
    'a token of GitHub, GitLab, npm',
    String.raw`\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{30,})`,
    REMOVED,
    'g',
  ),
  form(
    'a key of AWS, Google, Stripe, Vault, SendGrid',
    String.raw`\b(?:A[KS]IA[A-Z0-9]{16}|AIza[\w-]{35}|[sr]k[-_](?:live|test|proj|ant)[-_][\w-]{16,}|hv[sb]\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,})`,
    REMOVED,
    'g',
  ),
  form(
    'a hash of a MySQL password',
    String.raw`(?<!\w)(?:\*[0-9A-F]{40}\b|\$A\$005\$[\x21-\x7e]{20,80})`,
    REMOVED,
    'g',
  ),
];

/** What begins a shape that holds no other sign than a word may. */
const SHAPE_OF_WORD =
  /eyJ|xox[a-z]|xapp-|gh[pousr]_|github_pat_|glpat-|npm_|A[KS]IA|AIza|[sr]k[-_]|hv[sb]\.|SG\.|JQQJ99|AzCa|AzSe|ACDb|AIoT|APIM/;

const NAMED: readonly SecretForm[] = [
  form(
    '<Password>pw</Password>',
    String.raw`(<(?:[\w:.-]{0,60}?)${NAME_OF_FIELD}(?:\s[^<>]{0,200})?>)(?!\s{0,40}<\/)(?:\s{0,40}<!\[CDATA\[(?:(?!\]\]>)[\s\S])*(?:\]\]>)?|[^<]+)`,
    `$1${REMOVED}`,
  ),
  form(
    '&lt;password&gt;pw&lt;/password&gt;',
    String.raw`(&lt;[\w:.-]{0,60}?${NAME_OF_FIELD}&gt;)(?:(?!&lt;)[^\n<])+`,
    `$1${REMOVED}`,
  ),
  form(
    'key="Password" value="pw"',
    String.raw`((?:${QUOTE})?\b(?:key|name)(?:${QUOTE})?\s{0,20}[=:]\s{0,20}${QUOTE}[\w.:-]{0,60}?${NAME_OF_FIELD}${QUOTE}\s{0,20},?\s{0,20}(?:${QUOTE})?value(?:${QUOTE})?\s{0,20}[=:]\s{0,20})${VALUE}`,
    `$1${REMOVED}`,
  ),
  form(
    'Cookie: session=pw; other=pw',
    String.raw`(\b(?:set-)?cookie(?:${QUOTE})?\s{0,20}[:=]\s{0,20})(?=(?:${QUOTE})?[\w.-]{1,80}=)(?:${QUOTED}|[^\n"'<>]+)`,
    `$1${REMOVED}`,
  ),
  form(
    'Authorization: Bearer pw',
    String.raw`(\b(?:[\w-]{0,40}-)?authorization(?:${QUOTE})?\s{0,20}[:=]\s{0,20})${SENTENCE}(?:${QUOTED}|(?:digest|aws4-hmac-sha256)\s[^\n"'<>]+|(?:(?:bearer|basic|sharedkey(?:lite)?|negotiate|ntlm|token|apikey)\s{1,20})?[^\s"'<>,]{4,})`,
    `$1${REMOVED}`,
  ),
  form(
    'Bearer pw',
    String.raw`\b(Bearer|SharedKey(?:Lite)?|Negotiate)\s{1,20}(?:[\w.~+/:=-]{16,}|(?=[\w.~+/:=-]{0,15}\d)[\w.~+/:=-]{6,15})`,
    `$1 ${REMOVED}`,
  ),
  form(
    'Basic cm9vdDpwdw==',
    String.raw`\b(Basic)\s{1,20}(?=[A-Za-z0-9+/]{0,40}[\d=])[A-Za-z0-9+/]{8,}={0,2}(?![\w-])`,
    `$1 ${REMOVED}`,
  ),
  form(
    "IDENTIFIED BY 'pw'",
    String.raw`(\bIDENTIFIED\s{1,20}(?:WITH\s{1,20}\S{1,64}\s{1,20})?(?:BY|AS)\s{1,20}(?:PASSWORD\s{1,20})?)(?!RANDOM\b)${VALUE}`,
    `$1${REMOVED}`,
  ),
  form(
    "SET PASSWORD FOR 'u'@'h' = 'pw'",
    String.raw`(\bSET\s{1,20}PASSWORD\b[^=;\n]{0,160}?(?:=|\bTO\b)\s{0,20}(?:(?:OLD_)?PASSWORD\s{0,20}\(\s{0,20})?)(?!RANDOM\b)${QUOTED}`,
    `$1${REMOVED}`,
  ),
  form(
    "PASSWORD('pw'), PASSWORD 'pw', REPLACE 'pw'",
    String.raw`(\b(?:OLD_)?PASSWORD(?:\s{0,20}\(\s{0,20}|\s{1,20})|\bREPLACE\s{1,20}(?=['"][^'"\n]{0,200}['"]\s{0,20}(?:;|$)))${SAID}(?:"[^"\n]*"|'[^'\n]*')`,
    `$1${REMOVED}`,
  ),
  form(
    '--password pw',
    String.raw`((?:^|\s)--?[\w-]{0,60}?${NAME_OF_FIELD}\s{1,20})(?!-)${SAID}${VALUE}`,
    `$1${REMOVED}`,
  ),
  form(
    'mysqldump -ppw',
    String.raw`(\b(?:mysql(?:dump|admin|import|pump|sh|show|check|binlog|slap)?|mariadb(?:-\w{1,20})?|mydumper|myloader|xtrabackup|innobackupex)\s(?:-[^\n]{0,300}?\s|[\w.-]{1,64}\s)??-p)(?=\S)${VALUE}`,
    `$1${REMOVED}`,
    'g',
  ),
  form(
    'sshpass -p pw',
    String.raw`(\b(?:sshpass|az|docker\s{1,9}login|mydumper|myloader|innobackupex)\s(?:[^\n]{0,300}?\s)??-p\s{0,4})(?!-)${VALUE}`,
    `$1${REMOVED}`,
    'g',
  ),
  form(
    'redis-cli -a pw',
    String.raw`(\bredis-cli\s(?:[^\n]{0,300}?\s)??-a\s{0,4})${VALUE}`,
    `$1${REMOVED}`,
  ),
  form(
    'curl -u user:pw',
    String.raw`((?:^|\s)(?:-u|--user|--proxy-user)[\s=]{0,4}["']?[\w.@\\-]{1,80}:)(?!\d{1,5}(?:\s|$))[^\s"']+`,
    `$1${REMOVED}`,
  ),
  form(
    'root:pw@tcp(h)/db',
    String.raw`(?<=[\w.%+-]):(?!\/\/)[^\s]{1,200}?@(?=(?:tcp|udp|unix)\d?\(|\/[\w-]{1,64}(?:\?|$|\s))`,
    `:${REMOVED}@`,
  ),
  form(
    'root:pw@h',
    String.raw`(?<=\b(?:root|admin|sa)):(?!\/\/)[^\s:@/"'<>]{1,128}@(?=\w)`,
    `:${REMOVED}@`,
  ),
  form(
    'root:pw@h:3306',
    String.raw`(?<!\bmailto)(?<=[\w%+-]):(?!\/\/)[^\s:@/"'<>]{1,128}@(?=[\w.-]{1,253}(?::\d{2,5}\b|\/\w))`,
    `:${REMOVED}@`,
  ),
  form(
    'password=pw',
    String.raw`(${NAME_OF_FIELD}s?(?:${QUOTE})?\]?${EQUALS})${SAID}${VALUE}`,
    `$1${REMOVED}`,
  ),
  form(
    '"password": "pw"',
    String.raw`(${NAME_OF_FIELD}s?(\\{0,3}["']|&quot;)${COLON})${SAID}(?:(?:\[|\{\s{0,9}"value"\s{0,9}:)\s{0,9})?(?:${QUOTED}|[^\s,}\]"'&]+)`,
    `$1$2${REMOVED}$2`,
  ),
  form('password: pw', `(${NAME}${COLON})${SAID}${SENTENCE}${VALUE}`, `$1${REMOVED}`),
  form(
    'token: c2VjcmV0MTIz',
    String.raw`(\b(?:token|signature)${COLON})(?!SHA\d+with)(?=[\w.~+/=-]{0,60}\d)[\w.~+/=-]{10,}`,
    `$1${REMOVED}`,
  ),
  form(
    'the rest of a long key on the next line',
    String.raw`(\[removed\])(?:\s{0,9}\n\s{0,9}(?=[A-Za-z0-9+/%]{0,80}[\d+/=%])[A-Za-z0-9+/%]{8,}={0,2}(?=\s|$|[;&,"']))+`,
    '$1',
  ),
];

/** In the order in which they are looked for: what a shape tells is gone before names are looked at. */
export const SECRET_FORMS: readonly SecretForm[] = [...SHAPES, ...NAMED];

/** Whether a text without spaces and signs may be a secret by its shape. */
export function mayBeShape(word: string): boolean {
  return SHAPE_OF_WORD.test(word);
}
