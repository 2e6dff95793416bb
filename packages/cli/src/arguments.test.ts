import { expect, test } from 'vitest'
import {
  parseDeploy,
  parseDestroy,
  parseInfo,
  parseProve,
  parsePulumi,
  UsageError,
} from './arguments.ts'

test('a deploy names its environment, and the app if it is for one only', () => {
  expect(parseDeploy(['--env=dev'])).toMatchObject({
    environment: { name: 'dev', kind: 'development' },
    app: undefined,
    preview: false,
    yes: false,
  })
  expect(parseDeploy(['apps/api/', '--env', 'preview-7', '--preview', '--yes'])).toMatchObject({
    environment: { name: 'preview-7', kind: 'preview' },
    app: 'apps/api',
    preview: true,
    yes: true,
  })
})

test('what follows the environment is Pulumi’s', () => {
  expect(parsePulumi(['--env=dev', 'stack', '--show-urns', '--help'])).toMatchObject({
    environment: { name: 'dev' },
    args: ['stack', '--show-urns', '--help'],
  })
})

test('what is proved is this machine’s, unless another environment is named', () => {
  for (const args of [[], ['--env=local']])
    expect(parseProve(args)).toEqual({ environment: undefined, url: undefined, yesProd: false })
  expect(parseProve(['--env=prod', '--url=https://cms.acme.com', '--yes-prod'])).toMatchObject({
    environment: { name: 'prod', kind: 'production' },
    url: 'https://cms.acme.com',
    yesProd: true,
  })
})

test.each([
  [parseDeploy, ['--env=dev', '--help']],
  [parseDeploy, ['-h']],
  [parseDestroy, ['--help']],
  [parseInfo, ['--help']],
  [parsePulumi, ['--help']],
  [parseProve, ['--help']],
])('%o gives help to %j', (parse, args) => {
  expect(parse(args)).toBeUndefined()
})

test.each([
  [parseDeploy, [], 'Say which environment'],
  [parseDeploy, ['--env='], 'Say which environment'],
  [parseDeploy, ['--env=Dev'], '"Dev" cannot be the name of an environment'],
  [parseDeploy, ['--env=dev', '--force'], /^Unknown option '--force'\.$/],
  [parseDeploy, ['--env=dev', 'apps/e2e'], 'There is no app "apps/e2e"'],
  [parseDeploy, ['--env=dev', 'apps/api', 'apps/admin'], 'Deploy one app'],
  [parseDestroy, ['dev'], 'Unexpected argument'],
  [parseDestroy, [], 'Say which environment'],
  [parseInfo, ['--env=dev', '--yes'], "Unknown option '--yes'"],
  [parsePulumi, ['cancel', '--env=dev'], 'Unexpected argument'],
  [parseProve, ['--url=cms'], '"cms" is no address'],
  [parseProve, ['--env=Dev'], 'cannot be the name of an environment'],
])('%o does not understand %j', (parse, args, reason) => {
  expect(() => parse(args)).toThrow(UsageError)
  expect(() => parse(args)).toThrow(reason)
})
