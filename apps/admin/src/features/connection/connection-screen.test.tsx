import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const check = (id: string, status: string, remedy: string | null = null) => ({
  id,
  label: `Check ${id}`,
  status,
  detail: `Found ${id}.`,
  remedy,
})
const report = (...checks: object[]) => ({
  issuer: 'https://acme.okta.com/oauth2/default',
  clientId: '0oa_acme',
  checkedOn: new Date().toISOString(),
  checks,
})
const address = '/sign-in-settings/connection'

test('what is wrong is said with what to do, and what was not looked at, too', async () => {
  const OktaConnection = () => ({
    tenancy: {
      getOktaConnection: ok(
        report(
          check('discovery', 'PASS'),
          check('redirectUri', 'FAIL', 'Add the address in Okta.'),
          check('policy', 'SKIPPED'),
        ),
      ),
    },
  })
  const { sent } = showAdmin({ address, answers: { OktaConnection } })

  expect(await screen.findByText('One thing has to be put right')).toBeTruthy()
  const rows = within(screen.getByRole('list', { name: 'Checks' })).getAllByRole('listitem')
  expect(rows.map((it) => it.textContent)).toEqual([
    'Check discoveryPassedFound discovery.',
    'Check redirectUriFailedFound redirectUri.Add the address in Okta.',
    'Check policyNot checkedFound policy.',
  ])
  expect(sent('OktaConnection')[0]?.variables).toEqual({ origin: window.location.origin })
})

test('it is asked again, and what was put right is right', async () => {
  let attempts = 0
  const OktaConnection = () => ({
    tenancy: {
      getOktaConnection: ok(report(check('client', attempts++ ? 'PASS' : 'FAIL', 'Copy it.'))),
    },
  })
  showAdmin({ address, answers: { OktaConnection } })
  await screen.findByText('One thing has to be put right')

  fireEvent.click(screen.getByRole('button', { name: 'Check again' }))

  expect(await screen.findByText('People can sign in')).toBeTruthy()
})

test('a report that does not come says so with a way to try again', async () => {
  const OktaConnection = () => ({ tenancy: { getOktaConnection: refused('INTERNAL', 'x') } })
  const { sent } = showAdmin({ address, answers: { OktaConnection } })

  await screen.findByText('The connection could not be checked')
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))

  await waitFor(() => expect(sent('OktaConnection')).toHaveLength(2))
})

test('who may not read sign-in settings has no such page in the navigation', async () => {
  showAdmin({ permissions: [{ name: 'security.group' }] })

  expect(await screen.findByRole('link', { name: 'Groups' })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Sign-in' })).toBeNull()
})
