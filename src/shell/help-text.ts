/** What `mysqlop --help` prints. */
export const HELP_TEXT = `Waits for operations of Azure Database for MySQL, by Azure's own word.

Usage
  mysqlop wait <operation> [options]     reads it to its end
  mysqlop status <operation> [options]   looks once
  mysqlop doctor [options]               looks whether Azure can be read
  mysqlop completion <bash|zsh|fish>     prints a completion for your shell
  mysqlop [serve]                        runs the Slack bot

<operation> is the URL of the header Azure-AsyncOperation or Location, an ARM id, or an operation's id
together with --location and --subscription. Of "-", the first operation in what is piped in is taken.

Options
  --timeout <2h>          give up waiting after this time; the operation goes on
  --poll <10s>            pause between reads (default: 5s at first and near the end, 60s between)
  --location <place>      where it runs, such as westeurope
  --subscription <id>     in which subscription, or its name in AZURE_SUBSCRIPTIONS
  --json                  one JSON object a line, the last one the end
  --quiet                 do not pass on what is piped in; tell the end alone
  --slack <channel id>    wait: have the bot watch it in that channel, too
  --label <text>          what its card is called there
  --tell <U…,U…>          people whom the note of its end mentions there
  --help, --version

Examples
  mysqlop wait 'https://management.azure.com/subscriptions/…/azureAsyncOperation/…'
  az rest --method post --url "$URL" --debug 2>&1 | mysqlop wait - --timeout 2h
  mysqlop wait "$OPERATION_URL" --slack C0123456789 --label 'nightly import'
  mysqlop status 8f2c7c1e-5b0a-4d55-9a0b-3c6f1f0f6c11 --location westeurope --subscription "$ID"

It signs in as "az login" did, or as AZURE_TOKEN_CREDENTIALS says; no setting is needed. --slack needs
MYSQLOP_API, where the bot's API is, and MYSQLOP_TOKEN; how that goes changes no exit code.

Exit codes
  0 succeeded    1 failed    2 canceled    3 not found, or no longer kept by Azure
  4 timed out    5 no right to read it, or not signed in    6 ended by a word that nobody documented
  64 wrong usage or settings    70 it broke, or its output is no longer read
  75 status: could not be read at the moment    130 Ctrl-C
  A read that fails is never 1.
`;
