import { describe, expect, it, test } from 'vitest';
import { describeProblems } from '../../src/config/describe-problems.ts';
import { COMPLETE as complete, configOf, problemsOf } from './complete-environment.ts';

const PROXY = 'http://proxy.example.com:8080';

describe('the proxy', () => {
  it.each([
    ['http://proxy.example.com:8080/', 'http://proxy.example.com:8080'],
    ['HTTPS://proxy.example.com:443', 'https://proxy.example.com:443'],
    ['http://10.0.0.4:80', 'http://10.0.0.4:80'],
    ['http://[::1]:3128', 'http://[::1]:3128'],
    ['http://proxy:3128', 'http://proxy:3128'],
  ])('may be %s', (text, origin) => {
    expect(configOf({ HTTPS_PROXY: text }).proxy?.origin).toBe(origin);
  });

  it.each([
    ['bot:pass%2Fword', 'bot', 'pass/word'],
    ['bot:p@ss/w#rd?', 'bot', 'p@ss/w#rd?'],
    ['corp%5Cbot:x', 'corp\\bot', 'x'],
    ['bot', 'bot', undefined],
  ])('is shown the user and password of %s', (credentials, username, password) => {
    const { proxy } = configOf({ HTTPS_PROXY: `http://${credentials}@proxy.example.com:8080` });
    expect(proxy).toMatchObject({ origin: PROXY, username, password });
  });

  it.each([
    'proxy.example.com:8080',
    'http://proxy.example.com',
    'https://10.0.0.4:8443',
    'https://[::1]:8443',
    'http://bot:secret@proxy.example.com',
    'http://:8080',
    'http://proxy.example.com:0',
    'http://proxy.example.com:65536',
    'http://proxy.example.com:8080/secret',
    'http://secret proxy:8080',
    'http://999.1.1.1:8080',
    'socks5://bot:secret@proxy.example.com:1080',
    'http://bot:sec%ret%40@proxy.example.com:8080',
  ])('is refused as %s, in one sentence that does not repeat it', (text) => {
    const problems = problemsOf({ HTTPS_PROXY: text, ...complete });
    expect(problems).toEqual([expect.objectContaining({ setting: 'HTTPS_PROXY' })]);
    expect(problems[0]?.problem).toMatch(/^must [^.]*(?:\.[^. ]+)*$/);
    expect(describeProblems(problems)).not.toMatch(/sec%?ret/);
  });

  it('is HTTP_PROXY where HTTPS_PROXY is not set', () => {
    expect(configOf({ HTTP_PROXY: PROXY }).proxy).toMatchObject({
      origin: PROXY,
      setting: 'HTTP_PROXY',
    });
    const both = configOf({ HTTP_PROXY: PROXY, HTTPS_PROXY: 'http://other.example.com:1' });
    expect(both.proxy).toMatchObject({ setting: 'HTTPS_PROXY' });
  });

  it('is read in small letters, too, where that in capitals is empty or not there', () => {
    expect(configOf({ HTTPS_PROXY: '', https_proxy: PROXY }).proxy?.origin).toBe(PROXY);
    const both = configOf({ HTTPS_PROXY: PROXY, https_proxy: 'http://other.example.com:1' });
    expect(both.proxy?.origin).toBe(PROXY);
    expect(problemsOf({ https_proxy: 'x', ...complete })).toMatchObject([
      { setting: 'HTTPS_PROXY' },
    ]);
  });
});

describe('the hosts that are reached without it', () => {
  it.each([
    ['a.example.com,.example.org', ['a.example.com', '.example.org']],
    [' *.example.com  10.0.0.5:8443 ', ['*.example.com', '10.0.0.5:8443']],
    ['10.0.0.0/8,[::1],*', ['10.0.0.0/8', '[::1]', '*']],
  ])('may be %s', (text, except) => {
    expect(configOf({ HTTPS_PROXY: PROXY, no_proxy: text }).proxy?.except).toEqual(except);
  });

  test('are names, not URLs', () => {
    expect(problemsOf({ NO_PROXY: 'https://example.com', ...complete })).toMatchObject([
      { setting: 'NO_PROXY' },
    ]);
  });
});
