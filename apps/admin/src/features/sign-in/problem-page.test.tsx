import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import type { OktaSession, SignInProblem } from '@tenantry/admin-okta'
import { expect, test } from 'vitest'
import { ProblemPage } from './problem-page.tsx'

const okta: OktaSession = {
  tenantId: 'acme',
  getState: () => ({ step: 'starting' }),
  subscribe: () => () => {},
  getSettings: () => ({
    tenantId: 'acme',
    name: 'Acme',
    issuer: 'https://acme.okta.com/oauth2/default',
    clientId: '0oa_acme',
    scopes: [],
    tokenUse: 'ACCESS',
  }),
  start: () => Promise.resolve(),
  showWidget: () => () => {},
  signInWithRedirect: () => Promise.resolve(),
  getAccessToken: () => Promise.resolve(''),
  renewToken: () => Promise.resolve(),
  expire: () => {},
  signOut: () => Promise.resolve(),
}

const CASES: [SignInProblem, string, string[]][] = [
  [{ kind: 'unknownTenant' }, 'There is no such tenant', ['Switch tenant']],
  [{ kind: 'disabledTenant' }, 'Acme is disabled', ['Switch tenant']],
  [{ kind: 'noClient' }, 'Acme has no Okta app yet', ['Switch tenant']],
  [{ kind: 'apiUnreachable', reason: 'x' }, 'Tenantry does not answer', ['Try again']],
  [
    { kind: 'oktaUnreachable', origin: 'https://acme.okta.com' },
    'Okta does not answer',
    ['Try again'],
  ],
  [
    { kind: 'originNotTrusted', origin: 'http://localhost:3000' },
    'Okta does not trust this address yet',
    ['Try again', 'Use Okta’s page instead'],
  ],
  [
    { kind: 'refused', reason: 'No such client.' },
    'Sign-in is not set up correctly',
    ['Try again', 'Use Okta’s page instead', 'Switch tenant'],
  ],
  [
    { kind: 'turnedAway' },
    'Your sign-in is not taken here',
    ['Sign in as somebody else', 'Switch tenant'],
  ],
  [
    { kind: 'denied', reason: 'Not assigned.' },
    'Okta did not let you in',
    ['Sign in as somebody else', 'Switch tenant'],
  ],
]

test.each(CASES)('%j has a page of its own with a way on', (problem, title, ways) => {
  render(
    <MantineProvider env="test">
      <ProblemPage okta={okta} problem={problem} />
    </MantineProvider>,
  )

  expect(screen.getByRole('heading', { level: 1, name: title })).toBeTruthy()
  for (const name of ways) expect(screen.getByRole('button', { name })).toBeTruthy()
})

test('a misconfigured Okta is explained with Okta’s reason and what to compare', () => {
  render(
    <MantineProvider env="test">
      <ProblemPage okta={okta} problem={{ kind: 'refused', reason: 'No such client.' }} />
    </MantineProvider>,
  )

  expect(screen.getByText('No such client.')).toBeTruthy()
  expect(screen.getByText('0oa_acme')).toBeTruthy()
  expect(screen.getByText('http://localhost:3000/callback')).toBeTruthy()
  expect(screen.getByText('https://acme.okta.com/oauth2/default')).toBeTruthy()
})
