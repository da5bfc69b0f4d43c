import { DEMO_USAGE, parseDemoArguments } from './demo-arguments.ts';

// Each way loads only what it needs: the script runs without the page's packages.
const order = parseDemoArguments(process.argv.slice(2));
switch (order.kind) {
  case 'page': {
    const { runPage } = await import('./page/run-page.ts');
    await runPage(order);
    break;
  }
  case 'script': {
    const { runScript } = await import('./scripted-run.ts');
    await runScript();
    break;
  }
  case 'unknown':
    process.stderr.write(`${DEMO_USAGE}\n`);
    process.exitCode = 2;
}
